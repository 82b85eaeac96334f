// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server;

/**
 * What members look after by themselves, as etcd's monitors of the same names; an interval of 0 is never.
 *
 * @param initialCorruptCheck whether a member that comes back compares itself with the others before it serves
 * @param corruptCheckMillis between two comparisons of the members by their leader
 * @param compactHashCheckMillis between two comparisons of the hashes of their compactions
 * @param downgradeCheckMillis between two looks whether a downgrade has come to its end
 */
public record Monitors(
        boolean initialCorruptCheck, long corruptCheckMillis, long compactHashCheckMillis, long downgradeCheckMillis) {}
