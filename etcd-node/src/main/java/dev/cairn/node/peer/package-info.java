// SPDX-License-Identifier: Apache-2.0
/**
 * etcd's peer protocol on Netty's HTTP/1.1: streams that each member opens to every other and reads messages from,
 * single messages by POST while there is no stream, snapshots, and the questions members ask each other. Adapts to the
 * ports in {@code server}; imports {@code raft} values, {@code codec}, {@code wire} and {@code tls}. Start at {@link
 * dev.cairn.node.peer.HttpPeerTransport} for what goes out and {@link dev.cairn.node.peer.PeerListener} for what comes
 * in; the bytes are in {@code peer.codec}.
 */
package dev.cairn.node.peer;
