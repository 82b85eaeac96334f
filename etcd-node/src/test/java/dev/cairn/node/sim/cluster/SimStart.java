// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.sim.cluster;

import dev.cairn.node.membership.ClusterMember;
import dev.cairn.node.membership.HostResolver;
import dev.cairn.node.server.Paces;
import dev.cairn.node.server.ServerConfig;
import dev.cairn.node.server.start.Founding;
import dev.cairn.node.server.start.ImageInstaller;
import dev.cairn.node.server.start.InitialFlags;
import dev.cairn.node.server.start.MemberDirectory;
import dev.cairn.node.server.start.MemberStart;
import dev.cairn.node.server.start.Origin;
import dev.cairn.node.server.start.Recovered;
import dev.cairn.node.server.start.StoreOpening;
import dev.cairn.node.sim.check.Violation;
import dev.cairn.node.testkit.SimDisk;
import dev.cairn.node.wal.WalDirectory;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** A member's start: production's own objects, over the disk, the stores and the peers of a simulation. */
final class SimStart {
    static final Path DATA = Path.of("/data");

    private final SimCluster cluster;
    private final SimMember member;
    private final Origin expected;
    private final SimDisk disk;
    private final SimStores stores;
    private String initialCluster;
    private boolean begun;
    private ImageInstaller images;

    /** {@code expected} is who it must turn out to be. */
    SimStart(SimCluster cluster, SimMember member, Origin expected, SimDisk disk, SimStores stores) {
        this.cluster = cluster;
        this.member = member;
        this.expected = expected;
        this.disk = disk;
        this.stores = stores;
        is(expected.members());
    }

    /** The members that the flags name, should it not have begun yet; a founder's flags stay as they are. */
    void is(List<ClusterMember> members) {
        if (initialCluster != null && expected.newCluster()) {
            return;
        }
        initialCluster = members.stream()
                .map(each -> SimCluster.nameIn(each.peerUrls().getFirst()) + "="
                        + each.peerUrls().getFirst())
                .sorted()
                .collect(Collectors.joining(","));
    }

    /** As the member's settings are now. */
    ServerConfig config() {
        return member.settings.config(member.name(), member.peerUrl());
    }

    private StoreOpening opening() {
        return new StoreOpening(config(), member.settings.memory());
    }

    /** It ran once, on this disk. */
    boolean hasBegun() {
        return begun;
    }

    /** It is one of those that found the cluster. */
    boolean isFounder() {
        return expected.newCluster();
    }

    /** The peer URLs of the other members that its flags name. */
    List<String> otherFounders() {
        return expected.members().stream()
                .filter(each -> each.id() != expected.memberId())
                .flatMap(each -> each.peerUrls().stream())
                .sorted()
                .toList();
    }

    ImageInstaller images() {
        return images;
    }

    SimDisk disk() {
        return disk;
    }

    SimStores stores() {
        return stores;
    }

    WalDirectory log() {
        return new WalDirectory(disk, SimMember.LOG, cluster.settings().segmentSizeBytes());
    }

    Recovered recover() {
        MemberDirectory directory = MemberDirectory.open(disk, DATA, log(), stores);
        images = installer(directory);
        Recovered recovered = start(directory, images).recover(false);
        Violation.require(
                recovered.memberId() == expected.memberId() && recovered.clusterId() == expected.clusterId(),
                "identity",
                () -> member + " starts as " + recovered.memberId() + " of " + recovered.clusterId() + " instead of "
                        + expected);
        member.saw("start", begun ? "again" : expected.newCluster() ? "founding" : "joining");
        begun = true;
        return recovered;
    }

    /** As the process of this member would, with its flags, in somebody's directory. */
    Recovered recoverIn(MemberDirectory directory) {
        return start(directory, installer(directory)).recover(false);
    }

    private ImageInstaller installer(MemberDirectory directory) {
        Paces paces = new Paces(() -> member.nanosAt(cluster.clock().nowMillis()), nanos -> {});
        return new ImageInstaller(directory, opening(), paces, Runnable::run);
    }

    private MemberStart start(MemberDirectory directory, ImageInstaller installer) {
        InitialFlags flags = new InitialFlags(initialCluster, SimCluster.TOKEN, expected.newCluster());
        SimPeerClient peers = new SimPeerClient(cluster, member);
        Founding founding = new Founding(flags, config(), DATA, peers, HostResolver.NONE);
        return new MemberStart(directory, opening(), founding, installer, peers);
    }
}
