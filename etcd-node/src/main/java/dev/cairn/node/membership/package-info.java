// SPDX-License-Identifier: Apache-2.0
/**
 * Who belongs to the cluster, as applied: members, removed ids, cluster version and downgrade, kept in etcd's buckets
 * and etcd's JSON; plus the ids of members, clusters and requests, and how far the store has been applied. Imports
 * {@code storage} and {@code wire} only. Start at {@link dev.cairn.node.membership.ClusterMembers}.
 */
package dev.cairn.node.membership;
