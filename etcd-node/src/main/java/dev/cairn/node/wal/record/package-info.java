// SPDX-License-Identifier: Apache-2.0
/**
 * The bytes of one log record: frame, type, running checksum, encoding into a reused buffer. No files, no meaning. Imports
 * raft's values and {@code codec}. Start at {@link dev.cairn.node.wal.record.Record}.
 */
package dev.cairn.node.wal.record;
