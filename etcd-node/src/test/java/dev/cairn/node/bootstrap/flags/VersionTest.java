// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.bootstrap.flags;

import static org.assertj.core.api.Assertions.assertThat;

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
}
