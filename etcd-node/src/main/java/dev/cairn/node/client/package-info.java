// SPDX-License-Identifier: Apache-2.0
/**
 * The node's own etcd client, for tools that speak to a running cluster: which member to ask, over TLS or not, and what
 * became of it. It speaks etcd's API only, so any etcd v3 will do. Imports {@code wire} and {@code tls}. Start at {@link
 * dev.cairn.node.client.EtcdClient}.
 */
package dev.cairn.node.client;
