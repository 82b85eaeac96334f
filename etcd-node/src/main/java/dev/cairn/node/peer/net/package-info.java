// SPDX-License-Identifier: Apache-2.0
/**
 * What both directions of the peer port share: threads, URLs, dialing with TLS, single requests, and the headers by
 * which members know each other. Imports {@code peer.codec}, {@code tls} and the ports in {@code server}. Start at
 * {@link dev.cairn.node.peer.net.PeerDialer}.
 */
package dev.cairn.node.peer.net;
