// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.Optional;

/**
 * The pages of an image by id, read by position (images outgrow a mapped buffer). The page size is the one that the
 * meta page names, not this machine's.
 */
final class PageFile {
    private static final int PROBES = 15;

    private final FileChannel channel;
    private final Meta meta;

    private PageFile(FileChannel channel, Meta meta) {
        this.channel = channel;
        this.meta = meta;
    }

    static PageFile open(FileChannel channel) {
        try {
            long fileBytes = channel.size();
            int pageBytes = pageSize(channel, fileBytes);
            Meta meta = chooseMeta(channel, pageBytes, fileBytes);
            if (meta.pageCount() < PageFormat.FIRST_DATA_PAGE + 1 || meta.pageCount() > fileBytes / pageBytes) {
                throw new ImageException("the image has " + Long.toUnsignedString(meta.pageCount()) + " pages of "
                        + pageBytes + " bytes, the file only " + fileBytes + " bytes: it is truncated or damaged");
            }
            return new PageFile(channel, meta);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int pageSize(FileChannel channel, long fileBytes) throws IOException {
        ByteBuffer head = read(channel, 0, (int) Math.min(fileBytes, 4096));
        Optional<Meta> first = Meta.parse(head, PageFormat.HEADER_BYTES);
        if (first.isPresent()) {
            return first.get().pageBytes();
        }
        for (int i = 0; i < PROBES; i++) {
            long offset = 1024L << i;
            if (offset >= fileBytes - 1024) {
                break;
            }
            ByteBuffer page = read(channel, offset, PageFormat.HEADER_BYTES + Meta.BYTES);
            Optional<Meta> second = Meta.parse(page, PageFormat.HEADER_BYTES);
            if (second.isPresent() && second.get().pageBytes() == offset) {
                return second.get().pageBytes();
            }
        }
        throw new ImageException(
                Meta.hasSwappedMagic(head, PageFormat.HEADER_BYTES)
                        ? "the image was written on a machine of the other byte order"
                        : "neither meta page is valid: this is no etcd database image, or its head is damaged");
    }

    private static Meta chooseMeta(FileChannel channel, int pageBytes, long fileBytes) throws IOException {
        if (fileBytes < 2L * pageBytes) {
            throw new ImageException("file size too small " + fileBytes);
        }
        int bytes = PageFormat.HEADER_BYTES + Meta.BYTES;
        Optional<Meta> meta0 = Meta.parse(read(channel, 0, bytes), PageFormat.HEADER_BYTES);
        Optional<Meta> meta1 = Meta.parse(read(channel, pageBytes, bytes), PageFormat.HEADER_BYTES);
        boolean secondIsNewer = meta1.isPresent()
                && (meta0.isEmpty()
                        || Long.compareUnsigned(meta1.get().txid(), meta0.get().txid()) > 0);
        Meta meta = (secondIsNewer ? meta1 : meta0)
                .orElseThrow(() -> new ImageException("neither meta page is valid: the image's head is damaged"));
        if (meta.pageBytes() != pageBytes) {
            throw new ImageException("the meta pages name page sizes " + pageBytes + " and " + meta.pageBytes());
        }
        return meta;
    }

    Meta meta() {
        return meta;
    }

    /** A branch or leaf with its overflow pages. */
    Page page(long id) {
        String name = "page " + Long.toUnsignedString(id);
        return Page.parse(extent(id, name), id, name);
    }

    /** Pages behind the first that belong to it; 0 for an id outside the image. */
    int overflow(long id) {
        ByteBuffer header = read(id * meta.pageBytes(), PageFormat.HEADER_BYTES);
        return header.getInt(12);
    }

    /** All bytes of a page and its overflow. */
    ByteBuffer extent(long id, String name) {
        if (id < PageFormat.FIRST_DATA_PAGE || id >= meta.pageCount()) {
            throw new ImageException(name + " is outside the image's " + meta.pageCount() + " pages");
        }
        long pages = 1 + Integer.toUnsignedLong(overflow(id));
        long bytes = pages * meta.pageBytes();
        if (pages > meta.pageCount() - id || bytes > Integer.MAX_VALUE - 8) {
            throw new ImageException(name + " reaches over " + pages + " pages, the image has " + meta.pageCount());
        }
        return read(id * meta.pageBytes(), (int) bytes);
    }

    private ByteBuffer read(long offset, int bytes) {
        try {
            return read(channel, offset, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ByteBuffer read(FileChannel channel, long offset, int bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            int read = channel.read(buffer, offset + buffer.position());
            if (read < 0) {
                throw new ImageException("the file ends at byte " + (offset + buffer.position()) + ": it is truncated");
            }
        }
        return buffer.flip();
    }
}
