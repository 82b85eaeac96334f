// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.bootstrap.flags;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FeatureGatesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | FastLeaseKeepAlive | true",
                "'' | PriorityRequest | false",
                "PriorityRequest=true | PriorityRequest | true",
                "AllAlpha=true | PriorityRequest | true",
                "AllAlpha=true,PriorityRequest=false | PriorityRequest | false",
                "AllBeta=false | FastLeaseKeepAlive | false",
                "'LeaseCheckpoint=true, LeaseCheckpointPersist=true' | LeaseCheckpointPersist | true",
            })
    void aGateFollowsItsFlag(String flag, String gate, boolean enabled) {
        assertThat(FeatureGates.parse(flag).isEnabled(gate)).isEqualTo(enabled);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Nonsense=true | unrecognized feature gate: Nonsense",
                "PriorityRequest | missing bool value for PriorityRequest",
                "PriorityRequest=maybe | expected true or false",
                "LeaseCheckpointPersist=true | requires LeaseCheckpoint",
            })
    void whatIsNoGateIsRefused(String flag, String why) {
        assertThatThrownBy(() -> FeatureGates.parse(flag).requireTogether())
                .isInstanceOf(BadConfigException.class)
                .hasMessageContaining(why);
    }

    private static FeatureGates of(String... commandLine) {
        FlagTable table = FlagTable.load();
        return FeatureGates.of(Flags.of(table, new CommandLineFlags(table).parse(commandLine), Map.of()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--experimental-initial-corrupt-check | InitialCorruptCheck | true",
                "--experimental-initial-corrupt-check=false | InitialCorruptCheck | false",
                "--experimental-compact-hash-check-enabled=true | CompactHashCheck | true",
                "--experimental-enable-lease-checkpoint=true | LeaseCheckpoint | true",
                "--experimental-initial-corrupt-check | CompactHashCheck | false",
            })
    void aFlagOfOldStandsForItsGate(String flag, String gate, boolean enabled) {
        assertThat(of(flag).isEnabled(gate)).isEqualTo(enabled);
        assertThat(of(flag, "--feature-gates=PriorityRequest=true").isEnabled(gate))
                .isEqualTo(enabled);
    }

    @Test
    void aGateIsSetByOneOfBoth() {
        assertThatThrownBy(
                        () -> of("--experimental-initial-corrupt-check", "--feature-gates=InitialCorruptCheck=false"))
                .hasMessage("cannot specify both flags: --experimental-initial-corrupt-check=true and"
                        + " --feature-gates=InitialCorruptCheck=false at the same time");
        assertThatThrownBy(() -> of("--experimental-enable-lease-checkpoint-persist=true"))
                .hasMessageContaining("requires LeaseCheckpoint");
    }

    @Test
    void eachFlagOfOldNamesAGate() {
        FeatureGates gates = of();
        FlagTable.load().all().stream()
                .filter(flag -> flag.status() == Flag.Status.GATE)
                .forEach(flag -> assertThat(gates.values()).containsKey(flag.note()));
    }

    @Test
    void aGateThatChangesNothingIsSaidTo() {
        assertThat(FeatureGates.parse("SetMemberLocalAddr=true,FastLeaseKeepAlive=true")
                        .withoutEffect())
                .containsExactly("SetMemberLocalAddr");
    }
}
