// SPDX-License-Identifier: Apache-2.0
/**
 * What clients speak to: one {@code XxxGrpcService} per service of etcd, each a table from generated method to a call of
 * {@link dev.cairn.node.server.Member}. Owns gRPC: status codes, metadata, flow control, message counts. Imports {@code
 * server}, {@code wire}, {@code tls} and its own sub-packages; nothing here blocks an event loop. Start at {@link
 * dev.cairn.node.api.ApiServer}.
 */
package dev.cairn.node.api;
