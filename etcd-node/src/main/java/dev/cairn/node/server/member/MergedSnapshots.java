// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.member;

import dev.cairn.node.membership.AppliedState;
import dev.cairn.node.membership.ClusterMember;
import dev.cairn.node.membership.ClusterMembers;
import dev.cairn.node.membership.MembersView;
import dev.cairn.node.raft.Message;
import dev.cairn.node.raft.Snapshot;
import dev.cairn.node.raft.SnapshotMetadata;
import dev.cairn.node.server.Caller;
import dev.cairn.node.server.PeerTransport;
import dev.cairn.node.server.service.NodeMaintenance;
import dev.cairn.node.server.service.StoreImage;
import dev.cairn.node.server.stage.Configurations;
import dev.cairn.node.server.stage.RaftLoop;
import dev.cairn.node.snapshot.MembershipBlob;
import dev.cairn.node.storage.ReadTx;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Snapshots for lagging followers, as etcd merges them: the core says only that one is due; what goes out is the applied
 * state of this moment, image and raft metadata from one view of the store, so that both name the same index.
 */
final class MergedSnapshots {
    private static final Logger LOG = LoggerFactory.getLogger(MergedSnapshots.class);

    private final NodeMaintenance maintenance;
    private final RaftLoop loop;
    private final PeerTransport transport;
    private final SnapshotReceivers receivers;
    private final Executor bulk;

    MergedSnapshots(
            NodeMaintenance maintenance,
            RaftLoop loop,
            PeerTransport transport,
            SnapshotReceivers receivers,
            Executor bulk) {
        this.maintenance = maintenance;
        this.loop = loop;
        this.transport = transport;
        this.receivers = receivers;
        this.bulk = bulk;
    }

    /** Sends the snapshots among the messages on their own way and returns the rest. */
    List<Message> takeOut(List<Message> messages) {
        if (messages.stream().noneMatch(Message.Snap.class::isInstance)) {
            return messages;
        }
        List<Message> rest = new ArrayList<>();
        for (Message message : messages) {
            if (message instanceof Message.Snap snap) {
                receivers.sending(snap.to(), snap.snapshot().metadata().index());
                bulk.execute(() -> send(snap));
            } else {
                rest.add(message);
            }
        }
        return rest;
    }

    private void send(Message.Snap due) {
        try {
            StoreImage image = maintenance.snapshot(Caller.MEMBER);
            transport.sendSnapshot(new Message.Snap(due.to(), due.from(), due.term(), described(image)), image);
        } catch (RuntimeException e) {
            LOG.error("cannot make a snapshot for {}", Long.toHexString(due.to()), e);
            receivers.sent(due.to(), false);
            loop.run(core -> core.reportSnapshot(due.to(), false));
        }
    }

    private static Snapshot described(StoreImage image) {
        try {
            return image.read(MergedSnapshots::describe);
        } catch (RuntimeException e) {
            image.close();
            throw e;
        }
    }

    private static Snapshot describe(ReadTx tx) {
        AppliedState applied = new AppliedState();
        applied.load(tx);
        ClusterMembers members = new ClusterMembers(Integer.MAX_VALUE);
        members.load(tx);
        MembersView view = members.view();
        SnapshotMetadata metadata = new SnapshotMetadata(
                Configurations.raft(applied.confState()),
                applied.position().index(),
                applied.position().term());
        return new Snapshot(metadata, blob(view));
    }

    private static byte[] blob(MembersView view) {
        List<MembershipBlob.BlobMember> members =
                view.members().stream().map(MergedSnapshots::blobMember).toList();
        return new MembershipBlob(members, List.copyOf(view.removedIds()), view.clusterVersion()).encode();
    }

    private static MembershipBlob.BlobMember blobMember(ClusterMember member) {
        return new MembershipBlob.BlobMember(
                member.id(), member.peerUrls(), member.learner(), member.name(), member.clientUrls());
    }
}
