// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.mvcc.index;

import java.util.function.Predicate;

/**
 * A node of a {@link KeyTree}. It belongs to the editor that made it, which may change it in place; to everybody else it
 * is immutable.
 */
abstract sealed class Node permits Leaf, Branch {
    static final int CAPACITY = SortedKeys.CAPACITY;

    final Editing owner;
    int size;

    Node(Editing owner) {
        this.owner = owner;
    }

    abstract long liveCount();

    abstract KeyEntry get(byte[] key);

    /** Live keys before {@code key}. */
    abstract long rank(byte[] key);

    /** False once the visitor had enough. {@code from} null: from the start; {@code to} null: to the end. */
    abstract boolean walk(byte[] from, byte[] to, Predicate<KeyEntry> visitor);

    /** This node, or a copy that {@code editor} owns. */
    abstract Node editable(Editing editor);

    /** Puts into a node that is owned by its editor; returns the new right neighbour if it had to split. */
    abstract Node put(KeyEntry entry, Editing editor);

    /** Removes from a node that is owned by its editor. */
    abstract void remove(byte[] key, Editing editor);

    /** Takes over everything of a right neighbour; both fit into one. */
    abstract void append(Node right, byte[] separator);

    abstract byte[] firstKey();
}
