// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.sim.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.node.sim.cluster.MemberRole;
import org.junit.jupiter.api.Test;

class FaultMatrixTest {
    private final FaultMatrix matrix = FaultMatrix.parse("# head\nkill process leader\nweather loss any\n");

    @Test
    void everyKindThatIsDrawnHasCells() {
        FaultMatrix committed = FaultMatrix.load();
        for (FaultKind kind : FaultKind.values()) {
            boolean actsOnNobody =
                    kind == FaultKind.RECONNECT || kind == FaultKind.RESTART || kind == FaultKind.NOTHING;
            assertThat(committed.of(kind.toString()).isEmpty())
                    .as(kind.toString())
                    .isEqualTo(actsOnNobody);
        }
    }

    @Test
    void linesThatAreNoCellsAreNamed() {
        assertThatThrownBy(() -> FaultMatrix.parse("kill process")).hasMessageContaining("kill process");
        assertThatThrownBy(() -> FaultMatrix.parse("a b c\na b c")).hasMessageContaining("twice: a b c");
    }

    @Test
    void cellIsReachedWhenItsFaultTookEffect() {
        Reached reached = new Reached(matrix);
        assertThat(reached.unreached()).containsExactly("kill process leader", "weather loss any");
        reached.saw("kill", "process", MemberRole.LEADER);
        reached.saw("kill", "process", MemberRole.LEARNER);
        assertThat(reached.unreached()).containsExactly("weather loss any");
        reached.saw("weather", "loss", null);
        assertThat(reached.size()).isEqualTo(reached.of());
    }
}
