// SPDX-License-Identifier: Apache-2.0
/**
 * Commands on keys: get, put, del, txn, compaction, watch. What a transaction's lines may say is read by the same flags as
 * the commands'. Start at {@link dev.cairn.node.ctl.kv.GetCommand}.
 */
package dev.cairn.node.ctl.kv;
