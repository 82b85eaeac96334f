// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.sim.check;

/** One change of one key; {@code value} is null for a deletion. */
public record Event(long revision, String key, String value, long createRevision, long version) {
    boolean isDeletion() {
        return value == null;
    }
}
