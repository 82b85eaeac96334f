// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.execute;

import dev.cairn.operator.cluster.desired.MemberImage;
import dev.cairn.operator.cluster.execute.volume.VolumeMarks;
import dev.cairn.operator.cluster.observe.ObservedCluster;
import dev.cairn.operator.cluster.observe.SecretReader;
import dev.cairn.operator.cluster.plan.Step;
import dev.cairn.operator.crash.CrashPoint;
import dev.cairn.operator.crash.CrashSwitch;
import dev.cairn.operator.etcd.EtcdConnector;
import dev.cairn.operator.kube.KubeWriter;
import dev.cairn.operator.naming.AddressBook;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.security.SecureRandom;

/** Finds the executor of a step. A step of a new kind does not compile until it has one. */
public final class StepExecutors {
    private final KubeWriter kube;
    private final CrashSwitch crash;
    private final AddLearnerExecutor addLearner;
    private final PromoteLearnerExecutor promoteLearner;
    private final RemoveMemberExecutor removeMember;
    private final CreatePodExecutor createPod;
    private final RemakePodExecutor remakePod;
    private final MoveLeaderExecutor moveLeader;
    private final DowngradeExecutor downgrade;
    private final SpaceExecutor space;
    private final LabelPodExecutor labelPod;
    private final CreateVolumeExecutor createVolume;
    private final MarkVolumeExecutor markVolume;
    private final DeleteExecutor delete;
    private final RecoveryExecutor recovery;
    private final ApplyObjectExecutor applyObject;
    private final CreateAuthorityExecutor createAuthority;
    private final PublishAuthorityExecutor publishAuthority;
    private final SwitchAuthorityExecutor switchAuthority;
    private final IssueCertificateExecutor issueCertificate;
    private final TakeOverCertificateExecutor takeOver;

    /** @param random what keys are made from */
    public StepExecutors(
            KubernetesClient client,
            AddressBook addresses,
            EtcdConnector connector,
            MemberImage image,
            SecureRandom random,
            CrashSwitch crash) {
        var members = new MemberAccess(addresses, connector);
        this.kube = new KubeWriter(client);
        this.crash = crash;
        this.addLearner = new AddLearnerExecutor(members, crash);
        this.promoteLearner = new PromoteLearnerExecutor(members, crash);
        this.removeMember = new RemoveMemberExecutor(members, crash);
        this.createPod = new CreatePodExecutor(kube, addresses, image, crash);
        this.remakePod = new RemakePodExecutor(client, kube, crash);
        this.moveLeader = new MoveLeaderExecutor(members, crash);
        this.downgrade = new DowngradeExecutor(members, crash);
        this.space = new SpaceExecutor(members, crash);
        this.labelPod = new LabelPodExecutor(client);
        this.createVolume = new CreateVolumeExecutor(kube, crash);
        this.markVolume = new MarkVolumeExecutor(client, crash);
        this.delete = new DeleteExecutor(kube, crash);
        this.recovery = new RecoveryExecutor(new VolumeMarks(client), kube, crash);
        this.applyObject = new ApplyObjectExecutor(kube, crash);
        var secrets = new SecretReader(client);
        var authorities = new Authorities(secrets);
        this.createAuthority = new CreateAuthorityExecutor(kube, random, crash);
        this.publishAuthority = new PublishAuthorityExecutor(kube, authorities, crash);
        this.takeOver = new TakeOverCertificateExecutor(kube, authorities, secrets, crash);
        this.switchAuthority = new SwitchAuthorityExecutor(kube, authorities, crash);
        this.issueCertificate = new IssueCertificateExecutor(kube, authorities, random, crash);
    }

    /** Takes the step. Failures of etcd's and of the API server's come out as they are. */
    public Outcome execute(ObservedCluster seen, Step.Mutation step) {
        return switch (step) {
            case Step.AddLearner each -> addLearner.execute(seen, each);
            case Step.PromoteLearner each -> promoteLearner.execute(seen, each);
            case Step.RemoveMember each -> removeMember.execute(seen, each);
            case Step.CreatePod each -> createPod.execute(seen, each);
            case Step.DeletePod each -> delete.pod(seen, each);
            case Step.RemakePod each -> remakePod.remake(seen, each);
            case Step.RollMember each -> remakePod.roll(seen, each);
            case Step.MoveLeader each -> moveLeader.execute(seen, each);
            case Step.EnableDowngrade each -> downgrade.enable(seen, each);
            case Step.CancelDowngrade each -> downgrade.cancel(seen, each);
            case Step.LabelPod each -> labelPod.execute(seen, each);
            case Step.CreateVolume each -> createVolume.execute(seen, each);
            case Step.MarkVolume each -> markVolume.execute(seen, each);
            case Step.DeleteVolume each -> delete.volume(seen, each);
            case Step.RequestRestore each -> recovery.request(seen, each);
            case Step.SetVolumeAside each -> recovery.setAside(seen, each);
            case Step.BringVolumeBack each -> recovery.bringBack(seen, each);
            case Step.AdoptVolume each -> recovery.adopt(seen, each);
            case Step.DeleteSetAside each -> delete.setAside(seen, each);
            case Step.CreateAuthority each -> createAuthority.first(seen, each);
            case Step.CreateNextAuthority each -> createAuthority.next(seen, each);
            case Step.PublishAuthority each -> publishAuthority.publish(seen, each);
            case Step.SpreadTrust each -> publishAuthority.spread(seen, each);
            case Step.SwitchAuthority each -> switchAuthority.use(seen, each);
            case Step.DeleteNextAuthority each -> switchAuthority.tidy(seen, each);
            case Step.IssueCertificate each -> issueCertificate.execute(seen, each);
            case Step.TakeOverCertificate each -> takeOver.execute(seen, each);
            case Step.DeleteRequest each -> delete.request(seen, each);
            case Step.DeleteCertificate each -> delete.certificate(seen, each);
            case Step.ApplyObject each -> applyObject.execute(seen, each);
            case Step.DeleteBudget each -> delete.budget(seen, each);
            case Step.Compact each -> space.compact(seen, each);
            case Step.Defragment each -> space.defragment(seen, each);
            case Step.Disarm each -> space.disarm(seen, each);
            case Step.DisarmCorrupt each -> space.disarm(seen, each);
            case Step.GrowVolume each -> markVolume.grow(seen, each);
            case Step.AskForSnapshot each -> {
                kube.create(each.wanted());
                crash.at(CrashPoint.AFTER_SNAPSHOT_ASKED);
                yield new Outcome.Done(each.message());
            }
            // The intent itself carries what is noted.
            case Step.LatchClusterId each -> new Outcome.Done(each.message());
            case Step.OfRollout each -> new Outcome.Done(each.message());
            case Step.OfSnapshot each -> new Outcome.Done(each.message());
            case Step.OfRecovery each -> new Outcome.Done(each.message());
            case Step.OfSpace each -> new Outcome.Done(each.message());
        };
    }
}
