// SPDX-License-Identifier: Apache-2.0
/**
 * Locks and elections, which are no state of the member's own: keys under a name, ordered by their create revision, and
 * leases that end with their holders (etcd's clientv3/concurrency). They ask the same services as any client.
 */
package dev.cairn.node.server.concurrency;
