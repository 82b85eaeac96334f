// SPDX-License-Identifier: Apache-2.0
/**
 * One member at work: the raft loop, the log writer, proposals, read index, and what the API and the peers may ask of
 * it. Ports for the outside: {@link dev.cairn.node.server.PeerTransport}. Time is given, threads are lent. Start at
 * {@code EtcdServer}.
 */
package dev.cairn.node.server;
