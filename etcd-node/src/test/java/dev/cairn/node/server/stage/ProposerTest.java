// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.stage;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.cairn.node.auth.AuthInfo;
import dev.cairn.node.codec.ConfChangeCodec;
import dev.cairn.node.figures.Figures;
import dev.cairn.node.membership.RequestIds;
import dev.cairn.node.raft.ConfState;
import dev.cairn.node.raft.Entry;
import dev.cairn.node.raft.EntryType;
import dev.cairn.node.raft.HardState;
import dev.cairn.node.raft.Message;
import dev.cairn.node.raft.RaftConfig;
import dev.cairn.node.raft.Ready;
import dev.cairn.node.raft.Snapshot;
import dev.cairn.node.raft.SnapshotMetadata;
import dev.cairn.node.raft.core.RaftNode;
import dev.cairn.node.raft.log.MemoryLog;
import dev.cairn.node.server.Caller;
import dev.cairn.node.server.Reply;
import dev.cairn.node.wire.EtcdError;
import dev.cairn.node.wire.etcdserverpb.InternalRaftRequest;
import dev.cairn.node.wire.etcdserverpb.PutRequest;
import dev.cairn.node.wire.etcdserverpb.RequestHeader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What of a request and of who asks comes into the log, and what does not. */
class ProposerTest {
    private static final int REQUEST_BYTES = 100;

    private final List<Entry> written = new ArrayList<>();
    private final Answers answers = new Answers();
    private final MemoryLog log = MemoryLog.recovered(
            new Snapshot(new SnapshotMetadata(ConfState.ofVoters(List.of(1L)), 3, 1), Entry.NO_DATA),
            new HardState(1, 0, 3),
            List.of());
    private final RaftLoop loop = new RaftLoop(
            new RaftNode(
                    RaftConfig.etcd(1, new RaftConfig.Timing(10, 1), bound -> 0, ConfChangeCodec::decode)
                            .withAppliedIndex(3),
                    log),
            log,
            1_000);
    private final Proposer proposer = new Proposer(
            loop,
            new Identities() {
                @Override
                public void identify(Caller caller, Reply<AuthInfo> reply) {
                    reply.done(caller.token().isEmpty() ? AuthInfo.NOBODY : new AuthInfo(caller.token(), 7));
                }

                @Override
                public AuthInfo ofMembers() {
                    return new AuthInfo("root", 8);
                }
            },
            new PendingProposals(1_000, 1, () -> 0),
            new RequestIds(1, 0),
            () -> 3,
            new Proposer.Limits(REQUEST_BYTES, 1_000),
            request -> {},
            Stopwatch.warning(Long.MAX_VALUE, () -> 0, new Figures()));

    ProposerTest() {
        loop.connect(new RaftLoop.Outputs() {
            @Override
            public void send(List<Message> messages) {}

            @Override
            public void persist(Ready ready) {
                written.addAll(ready.entries());
                loop.appended(ready);
            }

            @Override
            public void apply(List<Entry> committed) {}

            @Override
            public void readState(long index, byte[] context) {}

            @Override
            public void leadership(Leadership now, Leadership before) {}
        });
        loop.run(RaftNode::campaign);
        settle();
    }

    private void settle() {
        while (loop.runOnce()) {
            // Until nothing is left to do.
        }
    }

    private List<InternalRaftRequest> requests() throws Exception {
        settle();
        List<InternalRaftRequest> requests = new ArrayList<>();
        for (Entry entry : written) {
            if (entry.type() == EntryType.NORMAL && entry.data().length > 0) {
                requests.add(InternalRaftRequest.parseFrom(entry.data()));
            }
        }
        return requests;
    }

    private static InternalRaftRequest.Builder put(int bytes) {
        return InternalRaftRequest.newBuilder()
                .setPut(PutRequest.newBuilder().setValue(ByteString.copyFrom(new byte[bytes])));
    }

    @Test
    void theHeaderNamesTheUserWhoAsks() throws Exception {
        proposer.propose(Caller.ANONYMOUS.withToken("mary"), put(1), answers.reply("put"));

        assertThat(requests()).singleElement().satisfies(request -> {
            assertThat(request.getHeader().getUsername()).isEqualTo("mary");
            assertThat(request.getHeader().getAuthRevision()).isEqualTo(7);
        });
    }

    @Test
    void whatAMemberDoesByItselfItDoesAsRoot() throws Exception {
        proposer.proposeAsLeader(loop.leadership().term(), put(1));

        assertThat(requests())
                .extracting(request -> request.getHeader().getUsername())
                .containsExactly("root");
    }

    @Test
    void theHeaderOfAnAnonymousRequestHoldsItsIdAlone() throws Exception {
        proposer.propose(Caller.certified("kube-apiserver", List.of()), put(1), answers.reply("put"));

        assertThat(requests())
                .singleElement()
                .satisfies(request -> assertThat(request.getHeader())
                        .isEqualTo(RequestHeader.newBuilder()
                                .setID(request.getHeader().getID())
                                .build()));
    }

    @Test
    void aRequestThatIsTooLargeIsRefusedAndNotProposed() throws Exception {
        proposer.propose(Caller.ANONYMOUS, put(REQUEST_BYTES), answers.reply("put"));

        assertThat(answers.take()).containsExactly(Answers.failure("put", EtcdError.REQUEST_TOO_LARGE));
        assertThat(requests()).isEmpty();
    }
}
