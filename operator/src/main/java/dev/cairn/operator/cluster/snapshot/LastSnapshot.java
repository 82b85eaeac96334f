// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.snapshot;

import dev.cairn.crds.backup.EtcdBackup;
import dev.cairn.crds.backup.EtcdBackupSpec;
import dev.cairn.crds.backup.SnapshotStatus;
import dev.cairn.crds.cluster.status.LastSnapshotStatus;
import dev.cairn.operator.naming.Labels;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * How far a snapshot has come that is wanted before something. It is an EtcdBackup that is made once, with the
 * destination of one that a person has made; one that is suspended offers none. The cluster's status names it before it is
 * made. It stays, so that an EtcdRestore can name it.
 */
public sealed interface LastSnapshot {
    /** After a failure it is asked for again only so much later. */
    Duration AGAIN_AFTER = Duration.ofMinutes(10);

    /** No EtcdBackup says where to. */
    record NoDestination() implements LastSnapshot {}

    /**
     * It is to be asked for.
     *
     * @param record what the status says of it, first
     * @param like the EtcdBackup whose destination it has
     * @param wanted the one to make
     */
    record ToAsk(LastSnapshotStatus record, String like, EtcdBackup wanted) implements LastSnapshot {}

    /** It is under way. */
    record UnderWay(String backup, String why) implements LastSnapshot {}

    /** It has failed just now. */
    record Failed(String backup, String why) implements LastSnapshot {}

    /**
     * It is in the bucket.
     *
     * @param noted whether the status says so by now
     */
    record Stored(LastSnapshotStatus record, boolean noted) implements LastSnapshot {}

    /**
     * How far it is.
     *
     * @param purpose in the status' words
     * @param record what the status says of the one that was asked for last; may be null
     */
    static LastSnapshot of(
            String purpose, Cluster cluster, LastSnapshotStatus record, List<BackupView> backups, Instant now) {
        if (record == null || !purpose.equals(record.purpose())) {
            return ask(purpose, cluster, backups, now);
        }
        if (record.finishedAt() != null) {
            return new Stored(record, true);
        }
        Optional<BackupView> made = backups.stream()
                .filter(each -> each.name().equals(record.backup()))
                .findFirst();
        if (made.isEmpty()) {
            return ask(cluster, record, backups);
        }
        if (made.get().done().isPresent()) {
            SnapshotStatus done = made.get().done().get();
            return new Stored(record.finished(done.object(), done.revision(), done.sha256(), done.time()), false);
        }
        if (made.get().failure().isPresent()) {
            return now.isBefore(Instant.parse(record.startedAt()).plus(AGAIN_AFTER))
                    ? new Failed(record.backup(), made.get().failure().get())
                    : ask(purpose, cluster, backups, now);
        }
        return new UnderWay(record.backup(), made.get().message());
    }

    /** The cluster, as an EtcdBackup names it. */
    record Cluster(String namespace, String name) {
        private static final int LENGTH_MAX = 31;
        private static final int KEPT = 22;

        /** Short enough for an EtcdBackup with a time behind it. */
        String shortened() {
            if (name.length() <= LENGTH_MAX) {
                return name;
            }
            var crc = new CRC32();
            crc.update(name.getBytes(java.nio.charset.StandardCharsets.UTF_8));
            return name.substring(0, KEPT) + "-" + Long.toHexString(crc.getValue());
        }
    }

    private static LastSnapshot ask(String purpose, Cluster cluster, List<BackupView> backups, Instant now) {
        String stamp = DateTimeFormatter.ofPattern("yyyyMMddHHmmss")
                .withZone(ZoneOffset.UTC)
                .format(now);
        return ask(
                cluster, LastSnapshotStatus.asked(purpose, cluster.shortened() + "-" + stamp, now.toString()), backups);
    }

    private static LastSnapshot ask(Cluster cluster, LastSnapshotStatus record, List<BackupView> backups) {
        // The one that has worked last is the likeliest to work again.
        return backups.stream()
                .filter(BackupView::destination)
                .max(Comparator.comparing((BackupView each) ->
                                each.done().map(SnapshotStatus::time).orElse(""))
                        .thenComparing(BackupView::name))
                .<LastSnapshot>map(like -> new ToAsk(record, like.name(), wanted(cluster, record, like)))
                .orElseGet(NoDestination::new);
    }

    private static EtcdBackup wanted(Cluster cluster, LastSnapshotStatus record, BackupView like) {
        var backup = new EtcdBackup();
        backup.setMetadata(new ObjectMetaBuilder()
                .withNamespace(cluster.namespace())
                .withName(record.backup())
                .withLabels(Map.of(Labels.SNAPSHOT_FOR, record.purpose().split(" ")[0]))
                .build());
        EtcdBackupSpec spec = like.spec();
        backup.setSpec(new EtcdBackupSpec(
                spec.clusterRef(), null, null, null, spec.destination(), null, spec.timeout(), spec.resources()));
        return backup;
    }
}
