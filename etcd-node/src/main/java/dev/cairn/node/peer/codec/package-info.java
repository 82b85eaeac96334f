// SPDX-License-Identifier: Apache-2.0
/**
 * The bytes of the peer protocol, without any connection: both stream encodings, the JSON of small answers, versions.
 * Imports raft's values, {@code codec}, {@code wire} and Netty's buffers. Start at {@link
 * dev.cairn.node.peer.codec.StreamKind}.
 */
package dev.cairn.node.peer.codec;
