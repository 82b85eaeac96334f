// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.mvcc.index;

import java.util.Arrays;
import java.util.function.Predicate;

/** Children in order. Separator i is greater than every key of child i and not greater than any of child i + 1. */
final class Branch extends Node {
    /** A child below this size looks for a neighbour to merge with. */
    private static final int SMALL = CAPACITY / 4;

    private static final int MERGED_LIMIT = CAPACITY * 3 / 4;

    private final Node[] children = new Node[CAPACITY];
    private final SortedKeys separators;
    private final long[] liveCounts = new long[CAPACITY];
    /** Not greater than any key, and greater than every key of the left neighbour if there is one. */
    private byte[] lowest;

    private Branch(Editing owner, SortedKeys separators) {
        super(owner);
        this.separators = separators;
    }

    /** A new root over the two halves of the old one. */
    static Branch over(Node left, Node right, Editing editor) {
        Branch root = new Branch(editor, new SortedKeys());
        root.insert(0, left, null);
        root.insert(1, right, right.firstKey());
        return root;
    }

    Node onlyChild() {
        return children[0];
    }

    @Override
    long liveCount() {
        long sum = 0;
        for (int i = 0; i < size; i++) {
            sum += liveCounts[i];
        }
        return sum;
    }

    private int childOf(byte[] key) {
        int at = separators.find(key);
        return at >= 0 ? at + 1 : ~at;
    }

    @Override
    KeyEntry get(byte[] key) {
        return children[childOf(key)].get(key);
    }

    @Override
    long rank(byte[] key) {
        int at = childOf(key);
        long before = 0;
        for (int i = 0; i < at; i++) {
            before += liveCounts[i];
        }
        return before + children[at].rank(key);
    }

    @Override
    boolean walk(byte[] from, byte[] to, Predicate<KeyEntry> visitor) {
        int start = from == null ? 0 : childOf(from);
        int last = to == null ? size - 1 : childOf(to);
        for (int i = start; i <= last; i++) {
            if (!children[i].walk(i == start ? from : null, i == last ? to : null, visitor)) {
                return false;
            }
        }
        return true;
    }

    @Override
    Node editable(Editing editor) {
        if (owner == editor) {
            return this;
        }
        editor.copiedBytes += Editing.NODE_BYTES;
        Branch copy = new Branch(editor, separators.copy());
        System.arraycopy(children, 0, copy.children, 0, size);
        System.arraycopy(liveCounts, 0, copy.liveCounts, 0, size);
        copy.size = size;
        copy.lowest = lowest;
        return copy;
    }

    @Override
    Node put(KeyEntry entry, Editing editor) {
        int at = childOf(entry.key());
        Node child = children[at].editable(editor);
        Node right = child.put(entry, editor);
        children[at] = child;
        liveCounts[at] = child.liveCount();
        if (right == null) {
            return null;
        }
        if (size < CAPACITY) {
            insert(at + 1, right, right.firstKey());
            return null;
        }
        Branch rightSelf = split(at + 1 == size ? size - 1 : size / 2, editor);
        if (at + 1 > size) {
            rightSelf.insert(at + 1 - size, right, right.firstKey());
        } else {
            insert(at + 1, right, right.firstKey());
        }
        return rightSelf;
    }

    private void insert(int at, Node child, byte[] separator) {
        System.arraycopy(children, at, children, at + 1, size - at);
        System.arraycopy(liveCounts, at, liveCounts, at + 1, size - at);
        children[at] = child;
        if (at > 0) {
            separators.insert(at - 1, separator);
        }
        liveCounts[at] = child.liveCount();
        size++;
    }

    private void drop(int at) {
        System.arraycopy(children, at + 1, children, at, size - at - 1);
        if (separators.size() > 0) {
            separators.remove(Math.max(0, at - 1));
        }
        System.arraycopy(liveCounts, at + 1, liveCounts, at, size - at - 1);
        size--;
        children[size] = null;
    }

    private Branch split(int from, Editing editor) {
        Branch right = new Branch(editor, separators.split(from));
        right.lowest = separators.get(from - 1);
        separators.remove(from - 1);
        right.size = size - from;
        System.arraycopy(children, from, right.children, 0, right.size);
        System.arraycopy(liveCounts, from, right.liveCounts, 0, right.size);
        Arrays.fill(children, from, size, null);
        size = from;
        return right;
    }

    @Override
    void remove(byte[] key, Editing editor) {
        int at = childOf(key);
        Node child = children[at].editable(editor);
        child.remove(key, editor);
        children[at] = child;
        liveCounts[at] = child.liveCount();
        if (child.size == 0) {
            drop(at);
        } else if (child.size < SMALL) {
            mergeWithNeighbour(at, editor);
        }
    }

    private void mergeWithNeighbour(int at, Editing editor) {
        int left = at > 0 ? at - 1 : at;
        if (left + 1 >= size || children[left].size + children[left + 1].size > MERGED_LIMIT) {
            return;
        }
        Node merged = children[left].editable(editor);
        merged.append(children[left + 1], separators.get(left));
        children[left] = merged;
        liveCounts[left] = merged.liveCount();
        drop(left + 1);
    }

    @Override
    void append(Node right, byte[] separator) {
        Branch other = (Branch) right;
        System.arraycopy(other.children, 0, children, size, other.size);
        separators.insert(size - 1, separator);
        separators.append(other.separators);
        System.arraycopy(other.liveCounts, 0, liveCounts, size, other.size);
        size += other.size;
    }

    @Override
    byte[] firstKey() {
        return lowest;
    }
}
