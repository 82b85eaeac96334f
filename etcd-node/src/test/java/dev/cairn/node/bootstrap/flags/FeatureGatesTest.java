// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.bootstrap.flags;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
        assertThatThrownBy(() -> FeatureGates.parse(flag))
                .isInstanceOf(BadConfigException.class)
                .hasMessageContaining(why);
    }

    @Test
    void aGateThatChangesNothingIsSaidTo() {
        assertThat(FeatureGates.parse("SetMemberLocalAddr=true,FastLeaseKeepAlive=true")
                        .withoutEffect())
                .containsExactly("SetMemberLocalAddr");
    }
}
