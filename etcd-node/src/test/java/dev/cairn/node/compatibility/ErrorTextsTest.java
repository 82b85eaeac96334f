// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.node.wire.EtcdError;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Clients match on the texts of errors: each of etcd's is here, letter by letter and with its code. */
class ErrorTextsTest {
    /** Where etcd would have no answer. */
    private static final Set<EtcdError> OURS = Set.of(EtcdError.RESPONSE_TOO_LARGE, EtcdError.TOO_MANY_LOGINS);

    @Test
    void everyErrorOfEtcdIsHereWithItsCode() {
        for (List<String> row : Compatibility.rows("/compatibility/errors.txt")) {
            EtcdError error = EtcdError.ofText(row.get(1));
            assertThat(error).as(row.get(1)).isNotNull();
            assertThat(error.code()).as(row.get(1)).isEqualTo(Integer.parseInt(row.getFirst()));
        }
    }

    @Test
    void whatIsNoneOfEtcdsIsKnown() {
        Set<String> known = Compatibility.rows("/compatibility/errors.txt").stream()
                .map(row -> row.get(1))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(Stream.of(EtcdError.values()).filter(error -> !known.contains(error.text())))
                .containsExactlyInAnyOrderElementsOf(OURS);
    }
}
