// SPDX-License-Identifier: Apache-2.0
/**
 * Raft's values as bytes and back: etcd's {@code raftpb} messages, written by hand on protobuf's coded streams because
 * every write passes here several times. Pure; imports {@code raft} values and {@code protobuf}. Fields that etcd 3.4 to
 * 3.6 always write are always written, zeros included, in ascending number, so that the bytes equal Go's. Start at
 * {@link dev.cairn.node.codec.EntryCodec} and {@link dev.cairn.node.codec.MessageCodec}.
 */
package dev.cairn.node.codec;
