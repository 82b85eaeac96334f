// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.desired;

import dev.cairn.operator.naming.Labels;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import java.util.Map;
import java.util.TreeMap;

/** A member's pod: its name, host name and member name are one. */
public final class MemberPod {
    /** The image's user and group. */
    static final long USER = 10001;

    private static final long GRACE_SECONDS = 30;

    private MemberPod() {}

    public static Pod of(MemberInput input) {
        return new PodBuilder()
                .withNewMetadata()
                .withName(input.member())
                .withNamespace(input.cluster().namespace())
                .withLabels(labels(input))
                .withAnnotations(annotations(input))
                .withOwnerReferences(Owner.of(input.cluster()))
                .endMetadata()
                .withSpec(spec(input))
                .build();
    }

    private static PodSpec spec(MemberInput input) {
        var spec = new PodSpecBuilder()
                .withHostname(input.member())
                .withSubdomain(input.cluster().peerService())
                .withContainers(MemberContainer.of(input))
                .withVolumes(MemberMounts.volumes(input))
                .withRestartPolicy("Always")
                .withTerminationGracePeriodSeconds(GRACE_SECONDS)
                .withAutomountServiceAccountToken(false)
                .withEnableServiceLinks(false)
                .withNewSecurityContext()
                .withRunAsNonRoot(true)
                .withRunAsUser(USER)
                .withRunAsGroup(USER)
                .withFsGroup(USER)
                .withFsGroupChangePolicy("OnRootMismatch")
                .withNewSeccompProfile()
                .withType("RuntimeDefault")
                .endSeccompProfile()
                .endSecurityContext();
        MemberPlacement.into(spec, input.cluster(), input.spec().scheduling());
        if (input.forming()) {
            SeedRestore.into(spec, input);
        }
        return spec.build();
    }

    private static Map<String, String> labels(MemberInput input) {
        var labels = new TreeMap<String, String>();
        if (input.spec().podTemplate() != null && input.spec().podTemplate().labels() != null) {
            labels.putAll(input.spec().podTemplate().labels());
        }
        labels.putAll(Labels.ofMember(input.cluster(), input.member()));
        labels.put(Labels.ROLE, input.voter() ? Labels.VOTER : Labels.LEARNER);
        return labels;
    }

    private static Map<String, String> annotations(MemberInput input) {
        var annotations = new TreeMap<String, String>();
        annotations.put("cluster-autoscaler.kubernetes.io/safe-to-evict", "true");
        annotations.put("kubectl.kubernetes.io/default-container", MemberContainer.NAME);
        if (input.spec().podTemplate() != null && input.spec().podTemplate().annotations() != null) {
            annotations.putAll(input.spec().podTemplate().annotations());
        }
        annotations.put(Labels.INITIAL_CLUSTER, input.initialCluster());
        annotations.put(Labels.APPLIED_SPEC, AppliedSpec.spelled(AppliedSpec.of(input.template())));
        annotations.put(Labels.ASKED_SPEC, input.askedSpec());
        annotations.put(Labels.LAYOUT, Integer.toString(PodLayout.NEWEST));
        if (input.forming()) {
            annotations.put(Labels.SEED, "true");
        }
        return annotations;
    }
}
