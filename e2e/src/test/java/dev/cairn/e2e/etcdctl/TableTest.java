// SPDX-License-Identifier: Apache-2.0
package dev.cairn.e2e.etcdctl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TableTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "+----+-------+\n| ID | ERROR |\n+----+-------+\n|  a |       |\n|  b |    no |\n+----+-------+\n",
                "┌────┬───────┐\n│ ID │ ERROR │\n├────┼───────┤\n│  a │       │\n│  b │    no │\n└────┴───────┘\n"
            })
    void cellsAreReadByTheirColumnWhateverTheLinesAreDrawnWith(String text) {
        assertThat(Table.rows(text)).containsExactly(Map.of("ID", "a", "ERROR", ""), Map.of("ID", "b", "ERROR", "no"));
    }
}
