// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.process.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class VerdictTest {
    private static Row row(String target, boolean alive, double gapMillis, double backMillis) {
        Attack attack = Attack.of("A", "something bad", scene -> "");
        List<Usage> usage = List.of(Usage.NONE, Usage.NONE, Usage.NONE);
        return new Row(attack, target, 512, alive, gapMillis, 1, backMillis, usage, 1, "");
    }

    @Test
    void oursMustLive() {
        assertThat(Verdict.breaches(List.of(row("cairn", false, 1, 1)))).containsExactly("A: not alive");
        assertThat(Verdict.breaches(List.of(row("etcd", false, 1, 1)))).isEmpty();
    }

    @Test
    void oursMustAnswerANewClientWithinFiveSeconds() {
        assertThat(Verdict.breaches(List.of(row("cairn", true, 1, 5000)))).isEmpty();
        assertThat(Verdict.breaches(List.of(row("cairn", true, 1, 5001))))
                .containsExactly("A: back to normal only after 5.001 s");
        assertThat(Verdict.breaches(List.of(row("cairn", true, 1, -1)))).containsExactly("A: back to normal never");
    }

    @Test
    void aWaitIsMeasuredByEtcdsWhereEtcdLived() {
        Row slow = row("cairn", true, 3000, 1);
        assertThat(Verdict.breaches(List.of(slow, row("etcd", true, 1400, 1))))
                .containsExactly("A: a gap of 3.000 s, etcd's was 1.400 s");
        assertThat(Verdict.breaches(List.of(slow, row("etcd", true, 1500, 1)))).isEmpty();
        assertThat(Verdict.breaches(List.of(slow, row("etcd", false, 10, 1)))).isEmpty();
        assertThat(Verdict.breaches(List.of(slow))).isEmpty();
    }

    @Test
    void aWaitOfLessThanHalfASecondIsNoise() {
        assertThat(Verdict.breaches(List.of(row("cairn", true, 499, 1), row("etcd", true, 20, 1))))
                .isEmpty();
        assertThat(Verdict.breaches(List.of(row("cairn", true, 501, 1), row("etcd", true, 20, 1))))
                .hasSize(1);
    }
}
