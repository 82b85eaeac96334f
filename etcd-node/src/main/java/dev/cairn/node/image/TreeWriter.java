// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.image;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Builds one bucket's tree bottom-up from records in ascending key order, one open page per level. A page is written
 * when the next element does not fit, and its first key goes to the level above:
 *
 * <pre>
 * leaf 2 [a b] ─ full ─▶ level 1 [a→2]        leaf 3 [c d] ─ full ─▶ level 1 [a→2 c→3] ─ end ─▶ page 4 = root
 * </pre>
 */
final class TreeWriter {
    private final PageOutput out;
    private final LeafPage leaf = new LeafPage(PageFormat.PLAIN_ELEMENT);
    private final List<BranchPage> levels = new ArrayList<>();

    TreeWriter(PageOutput out) {
        this.out = out;
    }

    /** {@code value} may be null where the output only counts. */
    void add(byte[] key, byte[] value, int valueBytes) throws IOException {
        if (key.length == 0 || key.length > PageFormat.MAX_KEY_BYTES) {
            throw new IllegalArgumentException("a key of " + key.length + " bytes cannot be stored in an image");
        }
        if (!leaf.isEmpty() && !leaf.hasRoomFor(key.length, valueBytes)) {
            closeLeaf();
        }
        leaf.add(key, value, valueBytes);
    }

    /** Writes what is open and returns the id of the root page; 0 if there were no records. */
    long finish() throws IOException {
        if (leaf.isEmpty()) {
            return 0;
        }
        closeLeaf();
        // The list may grow by a level while it is walked: a level that overflows on closing makes the one above.
        for (int level = 0; ; level++) {
            BranchPage branch = levels.get(level);
            boolean top = level == levels.size() - 1;
            if (top && branch.size() == 1) {
                return branch.onlyChild();
            }
            byte[] firstKey = branch.firstKey();
            addChild(level + 1, firstKey, branch.close(out));
        }
    }

    private void closeLeaf() throws IOException {
        byte[] firstKey = leaf.firstKey();
        addChild(0, firstKey, leaf.close(out));
    }

    private void addChild(int level, byte[] firstKey, long id) throws IOException {
        if (level == levels.size()) {
            levels.add(new BranchPage());
        }
        BranchPage branch = levels.get(level);
        if (!branch.hasRoomFor(firstKey)) {
            byte[] branchFirstKey = branch.firstKey();
            addChild(level + 1, branchFirstKey, branch.close(out));
        }
        branch.add(firstKey, id);
    }
}
