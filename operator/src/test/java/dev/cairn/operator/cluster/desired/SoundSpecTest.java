// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.desired;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.crds.cluster.EtcdClusterSpec;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What cannot be read is named and left out; the rest stays as it is. */
class SoundSpecTest {

    @Test
    void whatIsSoundIsLeftAlone() {
        EtcdClusterSpec asked = spec("""
                storage: {size: 8Gi}
                config: {quotaBackendBytes: 2G}
                resources: {requests: {cpu: 500m, memory: 1e3}, limits: {memory: 0.5Gi}}
                repair: {replaceAfter: 1h30m}
                """);
        SoundSpec sound = SoundSpec.of(asked, List.of());
        assertThat(sound.faults()).isEmpty();
        assertThat(sound.spec()).isSameAs(asked);
        assertThat(SoundSpec.of(spec("replicas: 1"), List.of()).faults()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"lots", "-1Gi", "0", "big", "1 Gi", "8Zi", "--1"})
    void aSizeThatIsNoneIsNamed(String size) {
        assertThat(SoundSpec.of(spec("storage: {size: " + size + "}"), List.of())
                        .faults())
                .singleElement()
                .asString()
                .startsWith("spec.storage.size is ");
        SoundSpec quota = SoundSpec.of(spec("config: {snapshotCount: 7, quotaBackendBytes: " + size + "}"), List.of());
        assertThat(quota.faults()).singleElement().asString().startsWith("spec.config.quotaBackendBytes is ");
        assertThat(quota.spec().config().snapshotCount()).isEqualTo(7);
        assertThat(quota.spec().config().quotaBackendBytes()).isNull();
    }

    @Test
    void oneBadAmountDoesNotTakeTheOthersAlong() {
        SoundSpec sound =
                SoundSpec.of(spec("resources: {requests: {cpu: some, memory: 1Gi}, limits: {memory: -1}}"), List.of());
        assertThat(sound.faults()).hasSize(2);
        assertThat(sound.spec().resources().getRequests()).containsOnlyKeys("memory");
        assertThat(sound.spec().resources().getLimits()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"5x", "m", "30m1h", "99999999999999999999h"})
    void aDurationThatIsNoneIsNamed(String duration) {
        SoundSpec sound = SoundSpec.of(spec("repair: {replaceAfter: " + duration + "}"), List.of());
        assertThat(sound.faults()).singleElement().asString().startsWith("spec.repair.replaceAfter is ");
        assertThat(sound.spec().repair().replaceAfter()).isNull();
    }

    @Test
    void whatWasLeftOutBeforeIsSaidToo() {
        EtcdClusterSpec asked = spec("storage: {size: big}");
        SoundSpec sound = SoundSpec.of(asked, List.of("spec.config.maxTxnOps cannot be read: it holds 1e40"));
        assertThat(sound.faults()).hasSize(2).first().asString().startsWith("spec.config.maxTxnOps");
        assertThat(sound.spec().storage().size()).isNull();
    }

    private static EtcdClusterSpec spec(String yaml) {
        return new KubernetesSerialization().unmarshal(yaml, EtcdClusterSpec.class);
    }
}
