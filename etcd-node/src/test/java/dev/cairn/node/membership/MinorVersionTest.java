// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.membership;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MinorVersionTest {
    @ParameterizedTest
    @ValueSource(strings = {"3.6", "3.6.0", "3.6.14", "3.6.0-rc.1", "3.6.0+a.b", "3.6.0-", "03.06.1"})
    void clientsNameAVersionWithOrWithoutItsPatch(String text) {
        assertThat(MinorVersion.ofRequest(text)).contains(new MinorVersion(3, 6));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "3",
                "x",
                "v3.6",
                "3.6.0.1",
                "3.6-rc",
                "3.6.0-rc_1",
                "3.6.",
                "3,6",
                " 3.6",
                "3.x",
                "+3.6.1",
                "-3.6.1",
                "3.-6.1"
            })
    void whatIsNoVersionIsNone(String text) {
        assertThat(MinorVersion.ofRequest(text)).isEmpty();
    }

    @Test
    void noTextIsTooLongToBeJudged() {
        assertThat(MinorVersion.ofRequest("3.6.0-" + "a.".repeat(1_000_000))).isEmpty();
    }

    @Test
    void neighboursAreOneMinorAway() {
        MinorVersion version = MinorVersion.parse("3.10.2");
        assertThat(version.below()).hasToString("3.9.0");
        assertThat(version.above()).hasToString("3.11.0");
        assertThat(version.shortText()).isEqualTo("3.10");
        assertThat(version).isGreaterThan(MinorVersion.parse("3.9.9"));
    }
}
