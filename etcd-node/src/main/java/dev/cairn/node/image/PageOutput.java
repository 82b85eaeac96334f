// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.image;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Hands out page ids in ascending order and, where it has a stream, writes each page as it is closed. Without a stream
 * it only counts: both passes over a tree run the same code, so they cannot disagree about ids.
 */
final class PageOutput {
    private final OutputStream out;
    private ByteBuffer page = PageFormat.littleEndian(PageFormat.PAGE_BYTES);
    private long nextPage = PageFormat.FIRST_DATA_PAGE;

    private PageOutput(OutputStream out) {
        this.out = out;
    }

    static PageOutput counting() {
        return new PageOutput(null);
    }

    static PageOutput to(OutputStream out) {
        return new PageOutput(out);
    }

    boolean writes() {
        return out != null;
    }

    long nextPage() {
        return nextPage;
    }

    void writeMeta(Meta meta, long id) throws IOException {
        clear(1);
        meta.putPage(page, id);
        out.write(page.array(), 0, PageFormat.PAGE_BYTES);
    }

    /** Writes one tree page of {@code bytes} bytes and returns its id. */
    long writePage(int flags, int count, long bytes, PageBody body) throws IOException {
        int pages = PageFormat.pagesFor(bytes);
        long id = nextPage;
        nextPage += pages;
        if (writes()) {
            clear(pages);
            PageFormat.putHeader(page, id, flags, count, pages - 1);
            body.putInto(page);
            out.write(page.array(), 0, pages * PageFormat.PAGE_BYTES);
        }
        return id;
    }

    private void clear(int pages) {
        int bytes = Math.multiplyExact(pages, PageFormat.PAGE_BYTES);
        if (page.capacity() < bytes) {
            page = PageFormat.littleEndian(bytes);
        } else {
            Arrays.fill(page.array(), 0, bytes, (byte) 0);
        }
    }

    /** Puts elements and data behind the page header. */
    interface PageBody {
        void putInto(ByteBuffer page);
    }
}
