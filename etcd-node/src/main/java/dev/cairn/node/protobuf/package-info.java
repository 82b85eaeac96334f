// SPDX-License-Identifier: Apache-2.0
/**
 * Protobuf messages written and read by hand, over the library's coded streams: those that every write passes several
 * times, and those whose bytes must equal Go's. {@code *Size} and {@code write*} here leave defaults out, as proto3 does;
 * where etcd always writes a field, its codec asks the stream itself. A leaf: imports nothing of ours. Start at {@link
 * dev.cairn.node.protobuf.ProtoEncoder}.
 */
package dev.cairn.node.protobuf;
