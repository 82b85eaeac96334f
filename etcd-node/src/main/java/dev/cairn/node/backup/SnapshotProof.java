// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.backup;

import dev.cairn.node.backup.store.AgentException;
import dev.cairn.node.backup.store.AgentException.Reason;
import dev.cairn.node.image.ImageException;
import dev.cairn.node.image.ImageKvHash;
import dev.cairn.node.image.ImageReader;
import dev.cairn.node.image.ImageStatus;
import dev.cairn.node.image.SnapshotFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;

/**
 * A snapshot file that was read from end to end: its own digest holds, the image passes the full check, every record
 * decodes. What was found is here.
 */
public record SnapshotProof(ImageStatus status, ImageKvHash kvHash, long sizeBytes, String sha256) {
    public static SnapshotProof of(Path file, String name) {
        try {
            SnapshotFile snapshot = new SnapshotFile(file);
            if (!snapshot.hasDigest()) {
                throw new AgentException(
                        Reason.INVALID_SNAPSHOT, name + " has no digest at its end: it is truncated or no snapshot");
            }
            if (!snapshot.digests().match()) {
                throw new AgentException(
                        Reason.HASH_MISMATCH, name + " is damaged: it does not match the digest at its end");
            }
            try (ImageReader image = ImageReader.open(file)) {
                List<String> findings = image.check();
                if (!findings.isEmpty()) {
                    throw new AgentException(Reason.INVALID_SNAPSHOT, name + " is damaged: " + findings.getFirst());
                }
                return new SnapshotProof(
                        ImageStatus.of(image), ImageKvHash.of(image, 0), Files.size(file), sha256(file));
            }
        } catch (ImageException e) {
            throw new AgentException(Reason.INVALID_SNAPSHOT, name + " is no sound snapshot: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new AgentException(Reason.INTERNAL, "cannot read " + file + ": " + e, e);
        }
    }

    static String sha256(Path file) throws IOException {
        MessageDigest sha = SnapshotFile.sha256();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), sha)) {
            in.transferTo(java.io.OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(sha.digest());
    }

    /** The store's revision, which an old compaction can have put above the last record. */
    long revision() {
        return kvHash.currentRevision();
    }
}
