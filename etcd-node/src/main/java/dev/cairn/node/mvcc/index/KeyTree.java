// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.mvcc.index;

import java.util.function.Predicate;

/**
 * All keys in byte order at one revision: a B-tree whose nodes are never changed once it is made, so any thread may read
 * it for as long as it likes. Every branch counts its live keys: counting a range takes time logarithmic in the number of
 * keys. A changed tree shares all untouched nodes with the one before.
 */
public final class KeyTree {
    public static final KeyTree EMPTY = new KeyTree(new Leaf(null));

    private final Node root;

    private KeyTree(Node root) {
        this.root = root;
    }

    /** The head of a key, which may be a tombstone, or null. */
    public KeyEntry get(byte[] key) {
        return root.get(key);
    }

    /** Live keys with {@code from <= key < to}; {@code to} null means to the end. */
    public long count(byte[] from, byte[] to) {
        long upTo = to == null ? root.liveCount() : root.rank(to);
        return Math.max(0, upTo - root.rank(from));
    }

    public long liveCount() {
        return root.liveCount();
    }

    /** Visits heads, tombstones too, with {@code from <= key < to} in order until the visitor returns false. */
    public void walk(byte[] from, byte[] to, Predicate<KeyEntry> visitor) {
        root.walk(from, to, visitor);
    }

    /** As above; one key is looked up without a walk. */
    public void walk(KeyInterval keys, Predicate<KeyEntry> visitor) {
        if (keys.isOneKey()) {
            KeyEntry entry = root.get(keys.from());
            if (entry != null) {
                visitor.test(entry);
            }
        } else if (!keys.isEmpty()) {
            root.walk(keys.from(), keys.to(), visitor);
        }
    }

    public Editor edit() {
        return new Editor(root);
    }

    /** A tree being changed, by one thread; copies each node it touches once. */
    public static final class Editor {
        /** A new one after each {@link #freeze}. */
        private Editing owner = new Editing();

        private Node root;

        private Editor(Node root) {
            this.root = root;
        }

        public KeyEntry get(byte[] key) {
            return root.get(key);
        }

        public void put(KeyEntry entry) {
            root = root.editable(owner);
            Node right = root.put(entry, owner);
            if (right != null) {
                root = Branch.over(root, right, owner);
            }
        }

        public void remove(byte[] key) {
            root = root.editable(owner);
            root.remove(key, owner);
            while (root instanceof Branch branch && branch.size <= 1) {
                root = branch.size == 1 ? branch.onlyChild() : new Leaf(owner);
            }
        }

        /** What the tree before keeps for itself since the last {@link #freeze}, in bytes. */
        public long copiedBytes() {
            return owner.copiedBytes;
        }

        /** The tree as it is now; later edits do not touch it. */
        public KeyTree freeze() {
            owner = new Editing();
            return new KeyTree(root);
        }

        /** The tree as it is now, valid only until the next edit; for the editing thread itself. */
        public KeyTree view() {
            return new KeyTree(root);
        }
    }
}
