// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.mvcc;

/**
 * A compaction whose hash is to be taken before anything is deleted for it (etcd's compaction hash).
 *
 * @param revision at which was compacted
 * @param previousRevision that of the compaction before it; -1 for the first one
 */
public record DueHash(long revision, long previousRevision) {}
