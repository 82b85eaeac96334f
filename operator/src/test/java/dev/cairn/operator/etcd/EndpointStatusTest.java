// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EndpointStatusTest {

    @Test
    void alarmsAreReadFromEtcdsWords() {
        assertThat(status(
                                "memberID:10276657743932975437 alarm:NOSPACE ",
                                "etcdserver: no leader",
                                "memberID:1 alarm:CORRUPT")
                        .alarms())
                .containsExactly(
                        new RaisedAlarm(Long.parseUnsignedLong("10276657743932975437"), RaisedAlarm.NOSPACE),
                        new RaisedAlarm(1, RaisedAlarm.CORRUPT));
        assertThat(status().alarms()).isEmpty();
    }

    private static EndpointStatus status(String... errors) {
        return new EndpointStatus(
                1, 2, "3.7.1", 2, 3, 4, 5, false, List.of(errors), EndpointStatus.Size.UNKNOWN, Optional.empty());
    }
}
