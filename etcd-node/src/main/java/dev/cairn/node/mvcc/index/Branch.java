// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.mvcc.index;

import java.util.Arrays;
import java.util.function.Predicate;

/** Children in order: {@code separators[i] <= } every key of child i, and greater than every key of child i - 1. */
final class Branch extends Node {
    /** A child below this size looks for a neighbour to merge with. */
    private static final int SMALL = CAPACITY / 4;

    private static final int MERGED_LIMIT = CAPACITY * 3 / 4;

    private final Node[] children = new Node[CAPACITY];
    private final byte[][] separators = new byte[CAPACITY][];
    private final long[] liveCounts = new long[CAPACITY];

    Branch(Object owner) {
        super(owner);
    }

    /** A new root over the two halves of the old one. */
    static Branch over(Node left, Node right, Object editor) {
        Branch root = new Branch(editor);
        root.insert(0, left, left.firstKey());
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
        int low = 1;
        int high = size - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (Arrays.compareUnsigned(separators[middle], key) <= 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return low - 1;
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
    Node editable(Object editor) {
        if (owner == editor) {
            return this;
        }
        Branch copy = new Branch(editor);
        System.arraycopy(children, 0, copy.children, 0, size);
        System.arraycopy(separators, 0, copy.separators, 0, size);
        System.arraycopy(liveCounts, 0, copy.liveCounts, 0, size);
        copy.size = size;
        return copy;
    }

    @Override
    Node put(KeyEntry entry, Object editor) {
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
        System.arraycopy(separators, at, separators, at + 1, size - at);
        System.arraycopy(liveCounts, at, liveCounts, at + 1, size - at);
        children[at] = child;
        separators[at] = separator;
        liveCounts[at] = child.liveCount();
        size++;
    }

    private void drop(int at) {
        System.arraycopy(children, at + 1, children, at, size - at - 1);
        System.arraycopy(separators, at + 1, separators, at, size - at - 1);
        System.arraycopy(liveCounts, at + 1, liveCounts, at, size - at - 1);
        size--;
        children[size] = null;
        separators[size] = null;
    }

    private Branch split(int from, Object editor) {
        Branch right = new Branch(editor);
        right.size = size - from;
        System.arraycopy(children, from, right.children, 0, right.size);
        System.arraycopy(separators, from, right.separators, 0, right.size);
        System.arraycopy(liveCounts, from, right.liveCounts, 0, right.size);
        Arrays.fill(children, from, size, null);
        Arrays.fill(separators, from, size, null);
        size = from;
        return right;
    }

    @Override
    void remove(byte[] key, Object editor) {
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

    private void mergeWithNeighbour(int at, Object editor) {
        int left = at > 0 ? at - 1 : at;
        if (left + 1 >= size || children[left].size + children[left + 1].size > MERGED_LIMIT) {
            return;
        }
        Node merged = children[left].editable(editor);
        merged.append(children[left + 1], separators[left + 1]);
        children[left] = merged;
        liveCounts[left] = merged.liveCount();
        drop(left + 1);
    }

    @Override
    void append(Node right, byte[] separator) {
        Branch other = (Branch) right;
        System.arraycopy(other.children, 0, children, size, other.size);
        System.arraycopy(other.separators, 0, separators, size, other.size);
        System.arraycopy(other.liveCounts, 0, liveCounts, size, other.size);
        separators[size] = separator;
        size += other.size;
    }

    @Override
    byte[] firstKey() {
        return separators[0];
    }
}
