// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.sim.fault;

import dev.cairn.node.membership.ClusterMember;
import dev.cairn.node.sim.cluster.MemberRole;
import dev.cairn.node.sim.cluster.SimCluster;
import dev.cairn.node.sim.cluster.SimMember;
import dev.cairn.node.sim.load.Clients;
import dev.cairn.node.sim.load.Users;
import dev.cairn.node.wire.EtcdError;
import dev.cairn.node.wire.EtcdException;
import dev.cairn.node.wire.etcdserverpb.Member;
import dev.cairn.node.wire.etcdserverpb.MemberAddRequest;
import dev.cairn.node.wire.etcdserverpb.MemberAddResponse;
import dev.cairn.node.wire.etcdserverpb.MemberListRequest;
import dev.cairn.node.wire.etcdserverpb.MemberListResponse;
import dev.cairn.node.wire.etcdserverpb.MemberPromoteRequest;
import dev.cairn.node.wire.etcdserverpb.MemberPromoteResponse;
import dev.cairn.node.wire.etcdserverpb.MemberRemoveRequest;
import dev.cairn.node.wire.etcdserverpb.MemberRemoveResponse;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * The operator of the cluster: asks who is a member, then does one thing about it. Lost members are replaced under a new
 * identity, learners promoted once the leader finds them in sync, members added and removed as the run wishes. Trusts
 * nothing but linearizable lists, since an answer that is missing says nothing about what happened.
 */
public final class Steward {
    private static final int MAX_MEMBERS = 6;
    private static final long PATIENCE_MILLIS = 3_000;

    /** Whoever is added needs a cluster that has been in good health for some seconds. */
    private static final long FIRST_LEARNER_MILLIS = 12_000;

    /** A change without an answer may still come true: its entry may lie in somebody's log for that long. */
    private static final long UNCERTAIN_MILLIS = 20_000;

    private record Removal(long id, boolean lost, MemberRole role) {}

    private static final Set<EtcdError> REFUSALS = EnumSet.of(
            EtcdError.LEARNER_NOT_READY,
            EtcdError.UNHEALTHY,
            EtcdError.MEMBER_NOT_ENOUGH_STARTED,
            EtcdError.MEMBER_NOT_LEARNER,
            EtcdError.NOT_LEADER);

    /** In some runs there is a learner most of the time. */
    private final boolean keepsLearner;

    private final SimCluster cluster;
    private final Clients clients;
    private final Consumer<SimMember> beforeFirstStart;
    private Removal removing;
    private List<Member> members = List.of();
    private boolean asking;
    private boolean changing;
    private boolean wishesToAdd;
    private boolean resting;
    private boolean stopped;
    private long wishesToRemove;
    private long uncertainUntilMillis;
    private long nextLookMillis;

    /** {@code beforeFirstStart} may arrange what goes wrong when a member begins. */
    Steward(SimCluster cluster, Clients clients, Consumer<SimMember> beforeFirstStart) {
        this.beforeFirstStart = beforeFirstStart;
        this.keepsLearner = cluster.random().nextInt(3) == 0;
        this.cluster = cluster;
        this.clients = clients;
    }

    void wishToAdd() {
        wishesToAdd = true;
    }

    void wishToRemove(SimMember member) {
        wishesToRemove = member.id();
    }

    /** As the last answer named them; empty when nobody was asked with success yet. */
    public List<Member> members() {
        return members;
    }

    /** No change is under way that may still come true, and it is known who is a member. */
    public boolean isCertain() {
        return !changing && !members.isEmpty() && cluster.clock().nowMillis() > uncertainUntilMillis;
    }

    /** The loss of this member for good leaves a quorum that can replace it. */
    boolean canBear(SimMember member) {
        List<Long> voters = voters();
        long lost = voters.stream().filter(this::isLost).count();
        return isCertain() && (!voters.contains(member.id()) || 2 * (lost + 1) < voters.size());
    }

    private List<Long> voters() {
        return members.stream()
                .filter(member -> !member.getIsLearner())
                .map(Member::getID)
                .toList();
    }

    private boolean isLost(long id) {
        return cluster.member(id) != null && cluster.member(id).isLost();
    }

    /** In this run there shall be a learner, and nothing else goes wrong until there is one, within bounds. */
    boolean waitsForLearner() {
        return keepsLearner
                && cluster.clock().nowMillis() < FIRST_LEARNER_MILLIS
                && members.stream().noneMatch(Member::getIsLearner);
    }

    /** No more wishes: what is lost is replaced, learners are promoted, and that is all. */
    public void rest() {
        wishesToAdd = false;
        wishesToRemove = 0;
        resting = true;
    }

    /** No more changes. */
    public void stop() {
        stopped = true;
    }

    /** Every member is a voter that runs. */
    public boolean isSettled() {
        return !asking
                && !members.isEmpty()
                && members.stream().noneMatch(Member::getIsLearner)
                && members.stream()
                        .allMatch(member -> cluster.member(member.getID()) != null
                                && !isLost(member.getID())
                                && cluster.member(member.getID()).isRunning());
    }

    /** Takes its turn; called again and again. */
    public void look() {
        long now = cluster.clock().nowMillis();
        Optional<SimMember> somebody = clients.anyRunning();
        if (stopped || asking || now < nextLookMillis || somebody.isEmpty()) {
            return;
        }
        nextLookMillis = now + cluster.random().nextInt(200, 800);
        SimMember asked = somebody.get();
        this.<MemberListResponse>ask(
                asked,
                reply -> asked.server()
                        .membership()
                        .list(
                                Users.ROOT,
                                MemberListRequest.newBuilder()
                                        .setLinearizable(true)
                                        .build(),
                                reply),
                (answer, error) -> {
                    if (answer != null) {
                        members = answer.getMembersList();
                        cluster.members().forEach(member -> member.isAmong(known()));
                        noteRemoval();
                        retireStrangers();
                        act(asked);
                    }
                });
    }

    private void retireStrangers() {
        Set<Long> ids = new HashSet<>();
        members.forEach(member -> ids.add(member.getID()));
        cluster.members().stream()
                .filter(member -> resting && !ids.contains(member.id()))
                .forEach(member -> member.retire(ids));
    }

    private <T> void ask(
            SimMember member, Consumer<dev.cairn.node.server.Reply<T>> question, BiConsumer<T, RuntimeException> end) {
        asking = true;
        clients.ask(member, PATIENCE_MILLIS, question, (answer, error) -> {
            asking = false;
            if (changing) {
                // what was known is not true any more
                changing = false;
                members = List.of();
            }
            end.accept(answer, error);
        });
    }

    private void act(SimMember asked) {
        Optional<Member> unstarted = members.stream()
                .filter(member -> cluster.member(member.getID()) == null)
                .findFirst();
        Optional<Long> lost =
                members.stream().map(Member::getID).filter(this::isLost).findFirst();
        Optional<Member> learner = members.stream().filter(Member::getIsLearner).findFirst();
        boolean mayShrink = voters().size() > 2 && lost.isEmpty();
        if (unstarted.isPresent()) {
            start(unstarted.get());
        } else if (lost.isPresent()) {
            remove(asked, lost.get());
        } else if (wishesToRemove != 0 && mayShrink) {
            long target = wishesToRemove;
            wishesToRemove = 0;
            remove(asked, target);
        } else if (wantsLearner() && learner.isEmpty() && members.size() < MAX_MEMBERS) {
            wishesToAdd = false;
            add(asked);
        } else if (learner.isPresent() && (resting || cluster.random().nextInt(promotesOneIn()) == 0)) {
            promote(cluster.leader().orElse(asked), learner.get().getID());
        }
    }

    private boolean wantsLearner() {
        return wishesToAdd || voters().size() < 3 || keepsLearner && !resting;
    }

    private int promotesOneIn() {
        return keepsLearner && voters().size() >= 3 ? 100 : 8;
    }

    private List<ClusterMember> known() {
        return members.stream()
                .map(each -> new ClusterMember(
                        each.getID(),
                        each.getPeerURLsList(),
                        each.getIsLearner(),
                        each.getName(),
                        each.getClientURLsList()))
                .toList();
    }

    private void start(Member member) {
        cluster.saw("add-learner", "membership");
        SimMember joined = cluster.join(member.getID(), member.getPeerURLs(0), known());
        beforeFirstStart.accept(joined);
        joined.start();
        clients.watch(joined, "");
    }

    private void add(SimMember asked) {
        String url = SimCluster.urlOf(cluster.nextName());
        MemberAddRequest request = MemberAddRequest.newBuilder()
                .addPeerURLs(url)
                .setIsLearner(true)
                .build();
        changing = true;
        this.<MemberAddResponse>ask(
                asked, reply -> asked.server().membership().add(Users.ROOT, request, reply), (answer, error) -> {
                    settled(answer, error);
                    wishesToAdd |= error instanceof EtcdException refusal && refusal.error() == EtcdError.UNHEALTHY;
                });
    }

    private void promote(SimMember asked, long id) {
        MemberPromoteRequest request =
                MemberPromoteRequest.newBuilder().setID(id).build();
        changing = true;
        this.<MemberPromoteResponse>ask(
                asked, reply -> asked.server().membership().promote(Users.ROOT, request, reply), (answer, error) -> {
                    settled(answer, error);
                    if (answer != null && cluster.member(id) != null) {
                        cluster.member(id).sawPromotion();
                    }
                });
    }

    private void remove(SimMember asked, long id) {
        MemberRemoveRequest request = MemberRemoveRequest.newBuilder().setID(id).build();
        SimMember target = cluster.member(id);
        removing = new Removal(id, isLost(id), target == null ? null : target.role());
        uncertainUntilMillis = cluster.clock().nowMillis() + UNCERTAIN_MILLIS;
        changing = true;
        this.<MemberRemoveResponse>ask(
                asked, reply -> asked.server().membership().remove(Users.ROOT, request, reply), (answer, error) -> {
                    if (answer != null) {
                        uncertainUntilMillis = 0;
                    }
                });
    }

    /** The list says so, whether or not the removal was answered. */
    private void noteRemoval() {
        if (removing == null || members.stream().anyMatch(member -> member.getID() == removing.id())) {
            return;
        }
        cluster.saw(removing.lost() ? "replace" : "remove", "membership", removing.role());
        wishesToAdd |= removing.lost();
        removing = null;
    }

    /** Without an answer of any kind the change may still happen. */
    private void settled(Object answer, RuntimeException error) {
        boolean refused = error instanceof EtcdException refusal && REFUSALS.contains(refusal.error());
        if (answer == null && !refused) {
            uncertainUntilMillis = cluster.clock().nowMillis() + UNCERTAIN_MILLIS;
        }
    }
}
