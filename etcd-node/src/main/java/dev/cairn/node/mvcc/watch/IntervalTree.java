// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.mvcc.watch;

import com.google.protobuf.ByteString;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Finds the ranges that hold a key: a search tree over the ranges' starts whose nodes know the latest end below them, so
 * that whole subtrees which end too early are passed over. Watchers of equal ranges share a node. Balanced as a treap:
 * priorities come from a fixed sequence, so equal histories give equal trees.
 */
final class IntervalTree<V> {
    private static final class Node<V> {
        final WatchedRange range;
        final int priority;
        final Set<V> values = new LinkedHashSet<>();
        Node<V> left;
        Node<V> right;
        ByteString latestEnd;

        Node(WatchedRange range, int priority) {
            this.range = range;
            this.priority = priority;
            this.latestEnd = range.to();
        }
    }

    private Node<V> root;
    private int seed = 1;

    void add(WatchedRange range, V value) {
        Node<V> node = find(range);
        if (node == null) {
            node = new Node<>(range, nextPriority());
            root = insert(root, node);
        }
        node.values.add(value);
    }

    void remove(WatchedRange range, V value) {
        Node<V> node = find(range);
        if (node != null && node.values.remove(value) && node.values.isEmpty()) {
            root = delete(root, range);
        }
    }

    void forEachHolding(ByteString key, Consumer<V> action) {
        visit(root, key, action);
    }

    private static <V> void visit(Node<V> start, ByteString key, Consumer<V> action) {
        Node<V> node = start;
        while (node != null && WatchedRange.endsAfter(node.latestEnd, key)) {
            visit(node.left, key, action);
            if (WatchedRange.compareKeys(node.range.from(), key) > 0) {
                return;
            }
            if (WatchedRange.endsAfter(node.range.to(), key)) {
                node.values.forEach(action);
            }
            node = node.right;
        }
    }

    private Node<V> find(WatchedRange range) {
        Node<V> node = root;
        while (node != null) {
            int order = range.compareTo(node.range);
            if (order == 0) {
                return node;
            }
            node = order < 0 ? node.left : node.right;
        }
        return null;
    }

    private static <V> Node<V> insert(Node<V> tree, Node<V> added) {
        if (tree == null) {
            return added;
        }
        if (added.range.compareTo(tree.range) < 0) {
            tree.left = insert(tree.left, added);
            return update(tree.left.priority > tree.priority ? rotateRight(tree) : tree);
        }
        tree.right = insert(tree.right, added);
        return update(tree.right.priority > tree.priority ? rotateLeft(tree) : tree);
    }

    private static <V> Node<V> delete(Node<V> tree, WatchedRange range) {
        int order = range.compareTo(tree.range);
        if (order == 0) {
            return merge(tree.left, tree.right);
        }
        if (order < 0) {
            tree.left = delete(tree.left, range);
        } else {
            tree.right = delete(tree.right, range);
        }
        return update(tree);
    }

    /** All of {@code left} comes before all of {@code right}. */
    private static <V> Node<V> merge(Node<V> left, Node<V> right) {
        if (left == null || right == null) {
            return left == null ? right : left;
        }
        if (left.priority > right.priority) {
            left.right = merge(left.right, right);
            return update(left);
        }
        right.left = merge(left, right.left);
        return update(right);
    }

    private static <V> Node<V> rotateRight(Node<V> tree) {
        Node<V> top = tree.left;
        tree.left = top.right;
        top.right = update(tree);
        return top;
    }

    private static <V> Node<V> rotateLeft(Node<V> tree) {
        Node<V> top = tree.right;
        tree.right = top.left;
        top.left = update(tree);
        return top;
    }

    private static <V> Node<V> update(Node<V> node) {
        ByteString end = node.range.to();
        if (node.left != null) {
            end = WatchedRange.laterEnd(end, node.left.latestEnd);
        }
        if (node.right != null) {
            end = WatchedRange.laterEnd(end, node.right.latestEnd);
        }
        node.latestEnd = end;
        return node;
    }

    /** Xorshift. */
    private int nextPriority() {
        seed ^= seed << 13;
        seed ^= seed >>> 17;
        seed ^= seed << 5;
        return seed;
    }
}
