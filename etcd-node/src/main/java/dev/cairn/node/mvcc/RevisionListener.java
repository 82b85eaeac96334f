// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.mvcc;

import java.util.List;

/** Told of every change, in revision order, without gaps, on the apply thread; must not block. */
@FunctionalInterface
public interface RevisionListener {
    /** These revisions have just become visible to readers. */
    void published(List<RevisionEvents> revisions);
}
