// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * A snapshot as clients save it: an image, then the SHA-256 of all its bytes. A copy of a Go member's database has no
 * digest; etcd tells the two apart by the length alone, images being multiples of 512 bytes.
 */
public final class SnapshotFile {
    public static final int DIGEST_BYTES = 32;
    private static final int SECTOR_BYTES = 512;
    private static final int BUFFER_BYTES = 1 << 16;

    private final Path path;
    private final long fileBytes;

    public SnapshotFile(Path path) throws IOException {
        this.path = path;
        this.fileBytes = Files.size(path);
    }

    public boolean hasDigest() {
        return fileBytes % SECTOR_BYTES == DIGEST_BYTES;
    }

    public long imageBytes() {
        return hasDigest() ? fileBytes - DIGEST_BYTES : fileBytes;
    }

    /** Reads the whole file; only where {@link #hasDigest}. */
    public Digests digests() throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            byte[] computed = digest(channel, imageBytes());
            ByteBuffer stored = ByteBuffer.allocate(DIGEST_BYTES);
            while (stored.hasRemaining() && channel.read(stored, imageBytes() + stored.position()) >= 0) {
                continue;
            }
            return new Digests(stored.array(), computed);
        }
    }

    /** What the file says its digest is, and what it is. */
    public record Digests(byte[] stored, byte[] computed) {
        public boolean match() {
            return Arrays.equals(stored, computed);
        }
    }

    private static byte[] digest(FileChannel channel, long bytes) throws IOException {
        MessageDigest sha = sha256();
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
        long position = 0;
        while (position < bytes) {
            buffer.clear().limit((int) Math.min(buffer.capacity(), bytes - position));
            int read = channel.read(buffer, position);
            if (read < 0) {
                throw new ImageException("the file ends at byte " + position + ": it was truncated while read");
            }
            sha.update(buffer.flip());
            position += read;
        }
        return sha.digest();
    }

    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
