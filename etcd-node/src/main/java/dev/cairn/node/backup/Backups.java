// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.backup;

import dev.cairn.node.backup.store.AgentException;
import dev.cairn.node.backup.store.AgentException.Reason;
import dev.cairn.node.backup.store.ObjectStore;
import dev.cairn.node.client.ClientException;
import dev.cairn.node.client.EtcdClient;
import dev.cairn.node.client.MemberClient;
import dev.cairn.node.image.ImageKvHash;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * Everything the agent does with backups in a bucket. Snapshots pass through a file in the work directory: they are
 * proven before they are uploaded, and again after each download.
 */
public final class Backups {
    /** An upload that is still open after so long belongs to a run that was killed. */
    private static final Duration ABANDONED_AFTER = Duration.ofDays(1);

    private final ObjectStore store;
    private final Path workDir;
    private final Clock clock;
    private final LongConsumer progressBytes;

    /** {@code progressBytes} hears how far the transfer from the member is. */
    public Backups(ObjectStore store, Path workDir, Clock clock, LongConsumer progressBytes) {
        this.store = store;
        this.workDir = workDir;
        this.clock = clock;
        this.progressBytes = progressBytes;
    }

    /**
     * Takes, proves and uploads a snapshot, its record in the object's metadata. A store that lets us not in is found
     * out before the cluster has any work.
     */
    public BackupRecord save(Source source, String folder) {
        store.list(folder);
        Path file = workFile();
        try {
            Instant taken = clock.instant().truncatedTo(ChronoUnit.SECONDS);
            Taken snapshot = take(source, file);
            SnapshotProof proof = snapshot.proof();
            BackupOwner owner = snapshot.owner();
            ObjectName name = ObjectName.in(owner.folderIn(folder), taken, proof.revision());
            BackupRecord record = new BackupRecord(
                    BackupRecord.CURRENT_VERSION,
                    name.key(),
                    taken.toString(),
                    source.namespace(),
                    source.cluster(),
                    source.backup(),
                    owner.clusterId(),
                    owner.uid(),
                    proof.revision(),
                    proof.kvHash().compactRevision(),
                    Integer.toUnsignedLong(proof.kvHash().hash()),
                    proof.status().totalKeys(),
                    proof.sizeBytes(),
                    proof.sha256(),
                    proof.status().version());
            store.put(name.key(), file, record.toMetadata());
            return record;
        } finally {
            delete(file);
        }
    }

    private record Taken(SnapshotProof proof, BackupOwner owner) {}

    /** From the first member that gives one. */
    private Taken take(Source source, Path file) {
        try {
            return new EtcdClient(source.endpoints(), source.trust()).ask(member -> takeFrom(member, source, file));
        } catch (ClientException e) {
            Reason reason = switch (e.kind()) {
                case UNREACHABLE -> Reason.UNREACHABLE;
                case ACCESS_DENIED -> Reason.ACCESS_DENIED;
                case REFUSED -> Reason.INTERNAL;
            };
            throw new AgentException(reason, e.getMessage(), e);
        }
    }

    private Taken takeFrom(MemberClient member, Source source, Path file) {
        BackupOwner owner = new BackupOwner(member.clusterId(), source.owner());
        try (OutputStream out = Files.newOutputStream(file)) {
            member.snapshot(out, progressBytes);
        } catch (IOException e) {
            throw new AgentException(Reason.INTERNAL, "cannot write " + file + ": " + e, e);
        }
        SnapshotProof proof = SnapshotProof.of(file, "the snapshot from " + member.endpoint());
        compareWithMember(member, proof.kvHash());
        return new Taken(proof, owner);
    }

    /** Comparable unless the member has compacted since. */
    private static void compareWithMember(MemberClient member, ImageKvHash ours) {
        member.hashKv(ours.hashRevision())
                .filter(theirs -> theirs.getCompactRevision() == ours.compactRevision())
                .filter(theirs -> theirs.getHash() != ours.hash())
                .ifPresent(theirs -> {
                    throw new AgentException(
                            Reason.HASH_MISMATCH,
                            "the snapshot from " + member.endpoint() + " has HashKV "
                                    + Integer.toUnsignedString(ours.hash())
                                    + " at revision " + ours.hashRevision() + ", the member itself "
                                    + Integer.toUnsignedString(theirs.getHash()));
                });
    }

    /**
     * Downloads a backup into a new file and proves it from end to end: against the SHA-256 that is asked for, or else
     * that of its record, and against the record, where it has one. The file is gone again if it fails.
     */
    public SnapshotProof fetch(ObjectName name, String sha256, Path file) {
        boolean proven = false;
        try {
            Optional<BackupRecord> record = BackupRecord.of(store.get(name.key(), file), name.key());
            String expected = sha256 == null ? record.map(BackupRecord::sha256).orElse(null) : sha256;
            String actual = SnapshotProof.sha256(file);
            if (expected != null && !expected.equalsIgnoreCase(actual)) {
                throw new AgentException(
                        Reason.HASH_MISMATCH,
                        name.key() + " has SHA-256 " + actual + ", not " + expected + ": it was changed or truncated");
            }
            SnapshotProof proof = SnapshotProof.of(file, name.key());
            record.ifPresent(each -> compareWithRecord(each, proof));
            proven = true;
            return proof;
        } catch (IOException e) {
            throw new AgentException(Reason.INTERNAL, "cannot read " + file + ": " + e, e);
        } finally {
            if (!proven) {
                delete(file);
            }
        }
    }

    /** Proves a backup where it lies, as {@link #fetch} does. */
    public SnapshotProof verify(ObjectName name, String sha256) {
        Path file = workFile();
        try {
            return fetch(name, sha256, file);
        } finally {
            delete(file);
        }
    }

    private static void compareWithRecord(BackupRecord record, SnapshotProof proof) {
        long hash = Integer.toUnsignedLong(proof.kvHash().hash());
        if (record.revision() != proof.revision() || record.hashKv() != hash) {
            throw new AgentException(
                    Reason.HASH_MISMATCH,
                    record.name() + " has HashKV " + hash + " at revision " + proof.revision() + ", its record says "
                            + record.hashKv() + " at " + record.revision());
        }
    }

    /** Keeps an owner's newest backups; returns the names of those deleted. */
    public List<String> prune(String folder, BackupOwner owner, int keepLast) {
        return new Retention(store, folder, owner).prune(keepLast);
    }

    /** Of the objects that somebody has listed, those that are not in the bucket any more. */
    public List<String> gone(List<ObjectName> listed) {
        return listed.stream()
                .map(ObjectName::key)
                .filter(key -> !store.list(key).contains(key))
                .toList();
    }

    /** Ends what killed runs of this owner left half uploaded; it is invisible, and paid for. Returns the names. */
    public List<String> abortAbandoned(String folder, BackupOwner owner) {
        return store.abortUploads(owner.folderIn(folder), clock.instant().minus(ABANDONED_AFTER));
    }

    private Path workFile() {
        try {
            Path file = Files.createTempFile(workDir, "backup", ObjectName.SNAPSHOT);
            Files.delete(file);
            return file;
        } catch (IOException e) {
            throw new AgentException(Reason.INTERNAL, "cannot write to the work directory " + workDir + ": " + e, e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new AgentException(Reason.INTERNAL, "cannot delete " + file + ": " + e, e);
        }
    }
}
