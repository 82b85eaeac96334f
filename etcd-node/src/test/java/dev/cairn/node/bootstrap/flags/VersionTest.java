// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.bootstrap.flags;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class VersionTest {
    @Test
    void theBuildsCommitIsKnownOrNone() {
        assertThat(Version.commit()).matches("none|[0-9a-f]{7,40}");
    }

    @Test
    void processorsHaveGosNames() {
        assertThat(Version.goArchitecture("amd64")).isEqualTo("amd64");
        assertThat(Version.goArchitecture("x86_64")).isEqualTo("amd64");
        assertThat(Version.goArchitecture("aarch64")).isEqualTo("arm64");
    }

    @Test
    void aReleaseHasAtMostThreeNumbers() {
        assertThat(Version.reported("3.6")).isEqualTo("3.6.14");
        assertThat(Version.reported("3.6.2")).isEqualTo("3.6.2");
        for (String wrong : new String[] {"3.7.1.2", "3.7.", "3.7.x", "3.8", "v3.7", "3"}) {
            assertThatThrownBy(() -> Version.reported(wrong))
                    .isInstanceOf(BadConfigException.class)
                    .hasMessageContaining("--compat-version")
                    .hasMessageContaining(wrong);
        }
    }
}
