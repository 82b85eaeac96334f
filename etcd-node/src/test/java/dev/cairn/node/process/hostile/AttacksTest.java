// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.process.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class AttacksTest {
    @Test
    void aRowHasANameOfItsOwnAndABound() {
        assertThat(Attacks.ALL)
                .hasSizeGreaterThanOrEqualTo(60)
                .extracting(Attack::name)
                .doesNotHaveDuplicates();
        assertThat(Attacks.ALL)
                .allSatisfy(attack -> assertThat(attack.limitSeconds()).isBetween(1, 300));
    }

    @Test
    void casesSelectsByTheBeginningOfANameOrByAnExpression() {
        assertThat(names("B1")).allMatch(name -> name.startsWith("B1")).hasSize(4);
        assertThat(names("B2|H-ping")).containsExactly("B2-keep-alive", "H-ping");
        assertThat(names("")).hasSameSizeAs(Attacks.ALL);
        assertThat(names("nothing")).isEmpty();
    }

    @Test
    void aTargetIsOneOfThree() {
        assertThat(Hostile.targets("both")).containsExactly("cairn", "etcd");
        assertThatThrownBy(() -> Hostile.targets("redis")).hasMessageContaining("TARGET=redis");
    }

    private static List<String> names(String cases) {
        return Hostile.selected(cases).stream().map(Attack::name).toList();
    }
}
