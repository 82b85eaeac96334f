// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.mvcc.index;

/** Whose nodes may be changed in place; and what was copied meanwhile, which is what the trees before keep for themselves. */
final class Editing {
    /** About what a copied node takes, its arrays included. */
    static final int NODE_BYTES = 1_200;

    long copiedBytes;
}
