// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.peer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A member is connected for long enough when nothing says that it was gone; what etcd 3.7.1 answers after a pause. */
class ActivityTest {
    private final Activity activity = new Activity();

    @Test
    void countsFromTheFirstStream() {
        assertThat(activity.sinceNanos()).isZero();
        activity.up(100);
        activity.up(200);
        assertThat(activity.sinceNanos()).isEqualTo(100);
        activity.down(false);
        assertThat(activity.sinceNanos()).isEqualTo(100);
    }

    @Test
    void isOverWithTheLastStream() {
        activity.up(100);
        activity.up(100);
        activity.down(true);
        activity.down(true);
        assertThat(activity.sinceNanos()).isZero();
    }

    @Test
    void goesOnAfterAPause() {
        activity.up(100);
        activity.up(110);
        activity.down(true);
        activity.down(true);
        activity.up(9_000);
        assertThat(activity.sinceNanos()).isEqualTo(100);
    }

    @Test
    void countsAnewAfterAConnectionWasClosed() {
        activity.up(100);
        activity.up(110);
        activity.down(false);
        activity.down(true);
        activity.up(9_000);
        assertThat(activity.sinceNanos()).isEqualTo(9_000);
    }

    @Test
    void countsAnewAfterNobodyWasThere() {
        activity.up(100);
        activity.down(true);
        activity.refused();
        activity.up(9_000);
        assertThat(activity.sinceNanos()).isEqualTo(9_000);
    }

    @Test
    void anEarlierEndIsNotRemembered() {
        activity.up(100);
        activity.down(false);
        activity.up(200);
        activity.down(true);
        activity.up(300);
        assertThat(activity.sinceNanos()).isEqualTo(200);
    }

    @Test
    void aClockAtZeroIsNoAbsence() {
        activity.up(0);
        assertThat(activity.sinceNanos()).isNotZero();
    }
}
