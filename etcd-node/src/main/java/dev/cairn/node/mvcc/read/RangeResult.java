// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.mvcc.read;

import java.util.List;

/**
 * The answer to a range.
 *
 * @param revision the store's revision when it was read, for the header, whatever revision was asked for
 * @param kvs encoded KeyValues; not to be changed
 * @param count all keys of the range at the revision asked for, limit and filters aside
 */
public record RangeResult(long revision, List<byte[]> kvs, boolean more, long count) {}
