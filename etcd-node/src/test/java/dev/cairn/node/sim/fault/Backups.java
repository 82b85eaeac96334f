// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.sim.fault;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.cairn.node.apply.Features;
import dev.cairn.node.cli.restore.NewCluster;
import dev.cairn.node.cli.restore.RestoredStore;
import dev.cairn.node.image.ImageReader;
import dev.cairn.node.lease.LessorSettings;
import dev.cairn.node.membership.ClusterMember;
import dev.cairn.node.server.Maintenance;
import dev.cairn.node.sim.check.Seen;
import dev.cairn.node.sim.check.Timeline;
import dev.cairn.node.sim.check.Violation;
import dev.cairn.node.sim.cluster.MemberRole;
import dev.cairn.node.sim.cluster.SimCluster;
import dev.cairn.node.sim.cluster.SimMember;
import dev.cairn.node.sim.load.Users;
import dev.cairn.node.testkit.MemoryBackend;
import dev.cairn.node.testkit.MemoryChannel;
import dev.cairn.node.wire.etcdserverpb.RangeRequest;
import dev.cairn.node.wire.mvccpb.KeyValue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Snapshots that operators take of members while things go wrong. In the end each is restored as etcdutl does it, the
 * power fails, and the new store must hold what the cluster held at the snapshot's revision: keys, values, versions and
 * the leases that keys are attached to.
 */
public final class Backups {
    private static final String PROPERTY = "restore";
    private static final int AT_MOST = 4;
    private static final long BUMP = 1_000_000;
    private static final ByteString EVERYTHING = ByteString.copyFrom(new byte[1]);

    private record Backup(String member, MemberRole role, String place, long revision, byte[] image) {
        boolean isBumped() {
            return place.equals("bumped");
        }
    }

    private final SimCluster cluster;
    private final List<Backup> taken = new ArrayList<>();

    Backups(SimCluster cluster) {
        this.cluster = cluster;
    }

    void take(SimMember member, String place) {
        if (taken.size() == AT_MOST) {
            return;
        }
        ByteArrayOutputStream image = new ByteArrayOutputStream();
        try (Maintenance.DbSnapshot snapshot = member.server().maintenance().snapshot(Users.ROOT)) {
            snapshot.writeTo(image);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        long revision = member.server().measures().currentRevision();
        taken.add(new Backup(member.toString(), member.role(), place, revision, image.toByteArray()));
    }

    /** Throws a {@link Violation} for the first that does not come back as it was. */
    public void checkRestored(Timeline timeline) {
        for (Backup backup : taken) {
            Map<String, Seen> expected = timeline.state(backup.revision());
            if (expected != null) {
                check(backup, restored(backup), expected);
                cluster.saw("backup", backup.place(), backup.role());
            }
        }
    }

    private static Features restored(Backup backup) {
        MemoryBackend store = new MemoryBackend();
        ClusterMember founder = new ClusterMember(77, List.of("http://restored:2380"), false, "restored", List.of());
        try (ImageReader image = new ImageReader(new MemoryChannel(backup.image()))) {
            Violation.require(image.check().isEmpty(), PROPERTY, () -> backup.member() + ": " + image.check());
            new RestoredStore(store, new NewCluster(78, founder.id(), List.of(founder)))
                    .fill(image, backup.isBumped() ? BUMP : 0, bytes -> {});
        }
        return Features.open(store.afterCrash(), new LessorSettings(1), 1);
    }

    private static void check(Backup backup, Features restored, Map<String, Seen> expected) {
        String where = "from " + backup.member() + " at revision " + backup.revision() + ", " + backup.place();
        long revision = backup.revision() + (backup.isBumped() ? BUMP : 0);
        Violation.require(
                restored.mvcc().currentRevision() == revision,
                PROPERTY,
                () -> where + ": the store is at revision " + restored.mvcc().currentRevision());
        Violation.require(
                !backup.isBumped() || restored.mvcc().compactRevision() == revision,
                PROPERTY,
                () -> where + ": old revisions can be watched: compacted at "
                        + restored.mvcc().compactRevision());
        Map<String, Seen> seen = new TreeMap<>();
        for (KeyValue kv : everything(restored)) {
            seen.put(
                    kv.getKey().toStringUtf8(),
                    new Seen(
                            kv.getValue().toStringUtf8(),
                            kv.getModRevision(),
                            kv.getCreateRevision(),
                            kv.getVersion()));
            Violation.require(
                    kv.getLease() == 0 || restored.lessor().contains(kv.getLease()),
                    PROPERTY,
                    () -> where + ": " + kv.getKey().toStringUtf8() + " has lost its lease");
        }
        Violation.require(
                seen.equals(expected), PROPERTY, () -> where + ": " + seen + " came back, it was " + expected);
    }

    private static List<KeyValue> everything(Features restored) {
        RangeRequest all = RangeRequest.newBuilder()
                .setKey(EVERYTHING)
                .setRangeEnd(EVERYTHING)
                .build();
        List<KeyValue> decoded = new ArrayList<>();
        try {
            for (byte[] kv : restored.mvcc().range(all).kvs()) {
                decoded.add(KeyValue.parseFrom(kv));
            }
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("an answer cannot be read", e);
        }
        return decoded;
    }
}
