// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.wal;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.cairn.node.disk.FileDisk;
import dev.cairn.node.raft.Entry;
import dev.cairn.node.raft.EntryType;
import dev.cairn.node.raft.HardState;
import dev.cairn.node.testkit.GoEtcd;
import dev.cairn.node.wire.etcdserverpb.InternalRaftRequest;
import dev.cairn.node.wire.etcdserverpb.PutRequest;
import dev.cairn.node.wire.etcdserverpb.RequestHeader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A stock etcd's log is read, continued by us, and read by etcd again. */
class EtcdLogIT {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"3.6", "3.7"})
    void etcdGoesOnWhereWeStopped(String version) throws Exception {
        Path wal = directory.resolve("member/wal");
        try (GoEtcd etcd = GoEtcd.start(version, directory, "--snapshot-count=20")) {
            for (int i = 0; i < 50; i++) {
                etcd.ctl("put", "theirs" + i, "value " + i);
            }
        }
        FileDisk disk = new FileDisk();
        List<WalSnapshot> points = WriteAheadLog.validSnapshots(disk, wal);
        assertThat(points).hasSizeGreaterThan(2);
        ReplayedLog fromStart = WriteAheadLog.open(disk, wal, WalSnapshot.NONE);
        assertThat(fromStart.torn()).isFalse();
        assertThat(keysPut(fromStart.entries())).contains("theirs0", "theirs49").hasSize(50);
        assertThat(fromStart.entries().getFirst().type()).isEqualTo(EntryType.CONF_CHANGE);
        fromStart.log().close();

        ReplayedLog recovered = WriteAheadLog.open(disk, wal, points.getLast());
        assertThat(points.getLast().confState().voters())
                .containsExactly(recovered.metadata().nodeId());
        HardState state = recovered.hardState();
        long last = points.getLast().index() + recovered.entries().size();
        try (WriteAheadLog log = recovered.log()) {
            List<Entry> ours = new ArrayList<>();
            for (int i = 1; i <= 30; i++) {
                ours.add(Entry.normal(state.term(), last + i, put("ours" + i)));
            }
            log.append(new HardState(state.term(), state.vote(), last + 30), ours);
            log.sync();
            log.saveSnapshot(new WalSnapshot(
                    points.getLast().index(),
                    points.getLast().term(),
                    points.getLast().confState()));
        }
        try (GoEtcd etcd = GoEtcd.start(version, directory)) {
            assertThat(etcd.ctl("get", "ours", "--prefix", "--count-only", "--write-out=fields"))
                    .contains("\"Count\" : 30");
            assertThat(etcd.ctl("get", "theirs49")).contains("value 49");
        }
    }

    private static List<String> keysPut(List<Entry> entries) throws Exception {
        List<String> keys = new ArrayList<>();
        for (Entry entry : entries) {
            if (entry.type() == EntryType.NORMAL) {
                InternalRaftRequest request = InternalRaftRequest.parseFrom(entry.data());
                if (request.hasPut()) {
                    keys.add(request.getPut().getKey().toStringUtf8());
                }
            }
        }
        return keys;
    }

    private static byte[] put(String key) {
        return InternalRaftRequest.newBuilder()
                .setHeader(RequestHeader.newBuilder().setID(key.hashCode()))
                .setPut(PutRequest.newBuilder()
                        .setKey(ByteString.copyFromUtf8(key))
                        .setValue(ByteString.copyFromUtf8("ours")))
                .build()
                .toByteArray();
    }
}
