// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.apply;

/**
 * The entry whose request is being applied.
 *
 * @param index the entry's, in the log
 * @param requestId who waits for the answer waits for this
 * @param answered whether somebody on this member waits
 */
record Applying(long index, long requestId, boolean answered) {}
