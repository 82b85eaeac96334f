// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.member;

import dev.cairn.node.membership.MemberJson;
import dev.cairn.node.raft.Message;
import dev.cairn.node.server.PeerEvents;
import dev.cairn.node.server.stage.LiveFeatures;
import dev.cairn.node.server.stage.RaftLoop;
import dev.cairn.node.server.start.ImageInstaller;
import dev.cairn.node.server.start.Recovered;
import java.io.IOException;
import java.io.InputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The member as its peers' transport sees it. */
final class PeerSide implements PeerEvents {
    private static final Logger LOG = LoggerFactory.getLogger(PeerSide.class);

    private final Recovered recovered;
    private final RaftLoop loop;
    private final LiveFeatures live;
    private final ImageInstaller installer;
    private final SnapshotReceivers receivers;
    private final Runnable onRemoved;

    PeerSide(
            Recovered recovered,
            RaftLoop loop,
            LiveFeatures live,
            ImageInstaller installer,
            SnapshotReceivers receivers,
            Runnable onRemoved) {
        this.recovered = recovered;
        this.loop = loop;
        this.live = live;
        this.installer = installer;
        this.receivers = receivers;
        this.onRemoved = onRemoved;
    }

    @Override
    public void received(Message message) {
        if (isRemoved(message.from())) {
            LOG.debug("dropped a message of removed member {}", Long.toHexString(message.from()));
        } else if (!loop.receive(message)) {
            LOG.debug("dropped a message of {}: the raft loop is overloaded", Long.toHexString(message.from()));
        }
    }

    @Override
    public void receivedSnapshot(Message.Snap message, InputStream image) throws IOException {
        long index = message.snapshot().metadata().index();
        LOG.info("receiving a snapshot at index {} from member {}", index, Long.toHexString(message.from()));
        installer.receive(index, image);
        received(message);
    }

    @Override
    public void unreachable(long id) {
        loop.run(core -> core.reportUnreachable(id));
    }

    @Override
    public void snapshotSent(long id, boolean success) {
        receivers.sent(id, success);
        loop.run(core -> core.reportSnapshot(id, success));
    }

    @Override
    public boolean isRemoved(long id) {
        return live.now().members().view().isRemoved(id);
    }

    @Override
    public void removedByPeer(long fromId) {
        LOG.error("member {} says that this member was removed from the cluster; stopping", Long.toHexString(fromId));
        onRemoved.run();
    }

    @Override
    public long clusterId() {
        return recovered.clusterId();
    }

    @Override
    public long memberId() {
        return recovered.memberId();
    }

    @Override
    public String membersJson() {
        return MemberJson.writeList(live.now().members().view().members());
    }
}
