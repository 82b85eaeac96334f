// SPDX-License-Identifier: Apache-2.0
/**
 * The log on disk, in etcd's format: segment files of checksummed records, recovery, and the port {@link
 * dev.cairn.node.disk.Disk} through which all of it reaches a disk. Owns every byte below {@code member/wal}. Imports
 * raft's values, {@code codec} and {@code disk}. Start at {@link dev.cairn.node.wal.WriteAheadLog}; what makes a damaged log a torn
 * one or a rotten one is in {@code TailDamage}.
 */
package dev.cairn.node.wal;
