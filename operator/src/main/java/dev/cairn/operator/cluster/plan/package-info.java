// SPDX-License-Identifier: Apache-2.0
/**
 * What to do next: a pure function from one look at a cluster to at most one step. Owns the order of concerns. May
 * import {@code observe}, {@code naming} and {@code etcd}'s words; no client, no clock, no randomness. Start with
 * {@link dev.cairn.operator.cluster.plan.ClusterPlanner}.
 */
package dev.cairn.operator.cluster.plan;
