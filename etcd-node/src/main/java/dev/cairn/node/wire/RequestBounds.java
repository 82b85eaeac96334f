// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.wire;

/**
 * What a request may be before anything of it is built, since an empty operation of two bytes becomes an object of a
 * hundred. {@code maxMessageBytes}: encoded; {@code maxOperations}: of one list ({@code --max-txn-ops}).
 */
public record RequestBounds(int maxMessageBytes, int maxOperations) {
    /** Elements of all lists of a request, nested ones too, that cost little whatever they are. */
    private static final int CHEAP_ELEMENTS = 16_384;

    /** A transaction has three lists. */
    private static final long LISTS = 4;

    /** Elements of all lists of a request together. etcd bounds nested transactions level by level only. */
    public int maxElements() {
        return Math.toIntExact(Math.clamp(LISTS * maxOperations, CHEAP_ELEMENTS, Integer.MAX_VALUE));
    }
}
