// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.mvcc.index;

/**
 * One stored record of a key.
 *
 * @param recordBytes length of the stored value, for accounting
 */
public record StoredRevision(long main, int sub, boolean tombstone, int recordBytes) {}
