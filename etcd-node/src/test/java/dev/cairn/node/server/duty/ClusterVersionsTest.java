// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.duty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.node.membership.DowngradeInfo;
import dev.cairn.node.membership.MinorVersion;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the leader makes of the members' versions, and of a downgrade. */
class ClusterVersionsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "- | - | 3.7.1 3.7.1 3.7.2 | 3.7.0",
                "- | - | 3.7.1 3.6.14 | 3.6.0",
                "- | - | - | 3.0.0",
                "3.0.0 | - | 3.7.1 3.7.1 | 3.7.0",
                "3.6.0 | - | - | -",
                "3.6.0 | - | 3.7.1 3.6.14 | -",
                "3.6.0 | - | 3.7.1 3.7.1 | 3.7.0",
                // never down by itself
                "3.7.0 | - | 3.6.14 3.6.14 | -",
                // down at once, before the members follow
                "3.7.0 | 3.6.0 | 3.7.1 3.7.1 | 3.6.0",
                // and not up again meanwhile
                "3.6.0 | 3.6.0 | 3.7.1 3.7.1 | -",
                "3.6.0 | 3.6.0 | 3.6.14 3.7.1 | -",
                // by one at a time, from what all of them run
                "3.7.0 | 3.5.0 | 3.7.1 3.7.1 | -",
                "3.7.0 | 3.6.0 | 3.7.1 3.6.14 | -",
                "3.7.0 | 3.6.0 | - | -",
            })
    void isWhatAllMembersCanDo(String current, String target, String running, String next) {
        DowngradeInfo downgrade = target == null ? DowngradeInfo.NONE : new DowngradeInfo(target, true);
        List<MinorVersion> versions = running == null
                ? List.of()
                : Arrays.stream(running.split(" ")).map(MinorVersion::parse).toList();
        assertThat(ClusterVersions.next(current == null ? null : MinorVersion.parse(current), downgrade, versions))
                .isEqualTo(Optional.ofNullable(next).map(MinorVersion::parse));
    }
}
