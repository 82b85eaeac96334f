// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.execute;

import dev.cairn.operator.cluster.desired.AppliedSpec;
import dev.cairn.operator.cluster.desired.MemberImage;
import dev.cairn.operator.cluster.desired.MemberInput;
import dev.cairn.operator.cluster.desired.MemberPod;
import dev.cairn.operator.cluster.observe.ObservedCluster;
import dev.cairn.operator.cluster.plan.Step;
import dev.cairn.operator.crash.CrashPoint;
import dev.cairn.operator.crash.CrashSwitch;
import dev.cairn.operator.kube.KubeWriter;
import dev.cairn.operator.naming.AddressBook;
import java.util.stream.Collectors;

/** Makes a member's pod. */
final class CreatePodExecutor implements StepExecutor<Step.CreatePod> {
    private final KubeWriter kube;
    private final AddressBook addresses;
    private final MemberImage image;
    private final CrashSwitch crash;

    CreatePodExecutor(KubeWriter kube, AddressBook addresses, MemberImage image, CrashSwitch crash) {
        this.kube = kube;
        this.addresses = addresses;
        this.image = image;
        this.crash = crash;
    }

    @Override
    public Outcome execute(ObservedCluster seen, Step.CreatePod step) {
        boolean created = kube.create(MemberPod.of(new MemberInput(
                seen.key(),
                seen.spec().withTemplate(step.template()),
                step.memberName(),
                step.template(),
                image.fallback(),
                AppliedSpec.spelled(seen.askedSpec()),
                addresses.peerUrl(seen.key(), step.memberName(), seen.tls()),
                addresses.clientUrl(seen.key(), step.memberName(), seen.tls()),
                step.initialCluster().entrySet().stream()
                        .map(each -> each.getKey() + "=" + each.getValue())
                        .collect(Collectors.joining(",")),
                step.forming(),
                step.forced(),
                step.voter())));
        if (!created) {
            return new Outcome.NotYet("a pod " + step.memberName() + " is here already");
        }
        crash.at(CrashPoint.AFTER_POD);
        return new Outcome.Done("pod " + step.memberName() + " was created: " + step.message());
    }
}
