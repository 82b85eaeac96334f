// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.testkit;

import dev.cairn.crds.cluster.EtcdClusterStatus;
import dev.cairn.crds.cluster.RolloutState;
import dev.cairn.operator.cluster.observe.MemberCheck;
import dev.cairn.operator.cluster.observe.ObservedMember;
import dev.cairn.operator.cluster.observe.ObservedPod;
import dev.cairn.operator.cluster.plan.Step;
import dev.cairn.operator.etcd.EndpointStatus;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.UnaryOperator;

/** What comes of a step in a {@link World} where everything goes well. */
final class Effects {
    private Effects() {}

    static World of(World world, Step.Mutation step) {
        String letter = step.member().map(Effects::letter).orElse("");
        switch (step) {
            case Step.ApplyObject apply -> world.applied(apply.wanted());
            case Step.DeleteBudget gone -> world.gone(World.KEY.disruptionBudget());
            case Step.Aside certificates -> world.certificates(certificates);
            case Step.LatchClusterId latch -> world.status(each -> each.withClusterId(latch.clusterId()));
            case Step.CreateVolume volume when volume.clusterId().isEmpty() -> world.seedVolume(letter);
            case Step.CreateVolume volume ->
                world.volume(letter, volume.clusterId().get());
            case Step.MarkVolume mark -> world.volume(letter, mark.clusterId());
            case Step.DeleteVolume gone -> world.noVolume(letter);
            case Step.CreatePod pod -> made(world, letter, pod);
            case Step.DeletePod gone -> world.noPod(letter);
            case Step.RemakePod gone -> world.noPod(letter);
            case Step.LabelPod label ->
                world.pod(letter, each -> Pods.withRole(each, label.voter() ? "voter" : "learner", true));
            case Step.AddLearner added -> world.addedLearner(letter);
            case Step.PromoteLearner promoted -> world.votes(letter);
            case Step.RemoveMember removed -> world.removed(removed.memberName());
            case Step.MoveLeader moved -> world.answers(each -> Answers.ledBy(each, moved.heirId()));
            case Step.EnableDowngrade down -> world.answers(each -> Answers.downgrades(each, down.version()));
            case Step.CancelDowngrade up -> world.answers(each -> Answers.downgrades(each, ""));
            case Step.RollMember roll ->
                world.status(each -> each.withRollout(roll.rollout()))
                        .volumeAsks(letter, roll.parts())
                        .noPod(letter);
            case Step.FinishRollout finish ->
                world.status(each -> each.withRollout(finish.rollout()).withTemplate(finish.template()));
            case Step.Compact done -> world.status(each -> each.withSpace(done.space()));
            case Step.Defragment done ->
                world.answers(
                        letter,
                        each -> Answers.sized(
                                each, each.size().inUse(), each.size().inUse()));
            case Step.Disarm done ->
                world.status(each -> each.withSpace(done.space())).answers(each -> Answers.alarmed(each));
            case Step.DisarmCorrupt done -> world.answers(each -> Answers.alarmed(each));
            case Step.GrowVolume grown ->
                world.claim(letter, grown.size().getNumericalAmount().longValue(), "fast", true);
            case Step.AskForSnapshot ask ->
                world.status(each -> each.withLastSnapshot(ask.lastSnapshot())).asked(true, false);
            case Step.OfSnapshot word -> world.status(each -> each.withLastSnapshot(word.lastSnapshot()));
            case Step.NoteRecovery note -> world.status(each -> Recoveries.noted(each, note));
            case Step.RequestRestore asked -> {
                // Another resource's turn.
            }
            case Step.SetVolumeAside aside -> Recoveries.setAside(world, letter, aside);
            case Step.BringVolumeBack back -> Recoveries.broughtBack(world, letter);
            case Step.AdoptVolume adopted -> world.seedVolume(letter);
            case Step.DeleteSetAside gone -> Recoveries.gone(world, gone.memberName());
            case Step.OfSpace word -> world.status(each -> each.withSpace(word.space()));
            case Step.OfRollout word -> world.status(each -> each.withRollout(word.rollout()));
        }
        return world;
    }

    private static void made(World world, String letter, Step.CreatePod pod) {
        if (pod.forming()) {
            world.votes(letter);
        } else if (!pod.voter()) {
            world.startedLearner(letter);
        }
        world.pod(letter, each -> Pods.made(each, pod.template(), Map.of()));
    }

    /** A member that was remade, and whose pod is ready, is found well. */
    static Optional<MemberCheck> wellChecked(EtcdClusterStatus status, SortedMap<String, ObservedPod> pods) {
        return Optional.ofNullable(status.rollout())
                .filter(each -> each.state() == RolloutState.ROLLING && each.member() != null)
                .filter(each -> pods.containsKey(each.member())
                        && pods.get(each.member()).ready())
                .map(each -> new MemberCheck(each.member(), true, MemberCheck.Data.SAME, ""));
    }

    static ObservedMember answering(ObservedMember member, UnaryOperator<EndpointStatus> change) {
        return new ObservedMember(
                member.name(),
                member.id(),
                member.peerUrl(),
                member.learner(),
                member.started(),
                member.answer().map(change));
    }

    private static String letter(String member) {
        return member.substring(World.KEY.name().length() + 1);
    }
}
