// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.mvcc.index;

import java.util.Arrays;
import java.util.function.Predicate;

/** Keys in order, with their heads. */
final class Leaf extends Node {
    private final KeyEntry[] entries = new KeyEntry[CAPACITY];
    private final SortedKeys keys;
    private int live;

    Leaf(Editing owner) {
        this(owner, new SortedKeys());
    }

    private Leaf(Editing owner, SortedKeys keys) {
        super(owner);
        this.keys = keys;
    }

    @Override
    long liveCount() {
        return live;
    }

    private int lowerBound(byte[] key) {
        int at = keys.find(key);
        return at >= 0 ? at : ~at;
    }

    @Override
    KeyEntry get(byte[] key) {
        int at = keys.find(key);
        return at >= 0 ? entries[at] : null;
    }

    @Override
    long rank(byte[] key) {
        return countLive(0, lowerBound(key));
    }

    private int countLive(int from, int to) {
        int count = 0;
        for (int i = from; i < to; i++) {
            if (entries[i].isLive()) {
                count++;
            }
        }
        return count;
    }

    @Override
    boolean walk(byte[] from, byte[] to, Predicate<KeyEntry> visitor) {
        int end = to == null ? size : lowerBound(to);
        for (int i = from == null ? 0 : lowerBound(from); i < end; i++) {
            if (!visitor.test(entries[i])) {
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
        Leaf copy = new Leaf(editor, keys.copy());
        System.arraycopy(entries, 0, copy.entries, 0, size);
        copy.size = size;
        copy.live = live;
        return copy;
    }

    @Override
    Node put(KeyEntry entry, Editing editor) {
        int at = keys.find(entry.key());
        if (at >= 0) {
            live += (entry.isLive() ? 1 : 0) - (entries[at].isLive() ? 1 : 0);
            entries[at] = entry;
            return null;
        }
        at = ~at;
        if (size < CAPACITY) {
            insert(at, entry);
            return null;
        }
        // keys that arrive in order fill their leaves
        Leaf right = split(at == size ? size : size / 2, editor);
        if (at > size || size == CAPACITY) {
            right.insert(at - size, entry);
        } else {
            insert(at, entry);
        }
        return right;
    }

    private void insert(int at, KeyEntry entry) {
        System.arraycopy(entries, at, entries, at + 1, size - at);
        entries[at] = entry;
        keys.insert(at, entry.key());
        size++;
        live += entry.isLive() ? 1 : 0;
    }

    private Leaf split(int from, Editing editor) {
        Leaf right = new Leaf(editor, keys.split(from));
        right.size = size - from;
        System.arraycopy(entries, from, right.entries, 0, right.size);
        right.live = countLive(from, size);
        Arrays.fill(entries, from, size, null);
        size = from;
        live -= right.live;
        return right;
    }

    @Override
    void remove(byte[] key, Editing editor) {
        int at = keys.find(key);
        if (at >= 0) {
            live -= entries[at].isLive() ? 1 : 0;
            System.arraycopy(entries, at + 1, entries, at, size - at - 1);
            entries[--size] = null;
            keys.remove(at);
        }
    }

    @Override
    void append(Node right, byte[] separator) {
        Leaf other = (Leaf) right;
        System.arraycopy(other.entries, 0, entries, size, other.size);
        keys.append(other.keys);
        size += other.size;
        live += other.live;
    }

    @Override
    byte[] firstKey() {
        return entries[0].key();
    }
}
