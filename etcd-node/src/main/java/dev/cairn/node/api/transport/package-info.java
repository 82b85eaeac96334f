// SPDX-License-Identifier: Apache-2.0
/**
 * The client port: gRPC and HTTP/1.1 on one listener per listen URL, plain, with TLS or on a unix socket, all sharing
 * event loops and services; and the plain metrics listener. The only place that knows gRPC's Netty internals ({@link
 * dev.cairn.node.api.transport.OnePortNegotiator}, tied to the version the build pins). Imports {@code api.http}. Start
 * at {@link dev.cairn.node.api.transport.ListenerGroup}.
 */
package dev.cairn.node.api.transport;
