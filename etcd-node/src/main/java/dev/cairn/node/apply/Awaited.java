// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.apply;

/** Who waits on this member for the answers to requests. */
@FunctionalInterface
public interface Awaited {
    boolean isAwaited(long id);

    /** Asked before so many bytes more are read for an answer. */
    default boolean hasRoomFor(long id, long bytes) {
        return true;
    }
}
