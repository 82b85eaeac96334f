// SPDX-License-Identifier: Apache-2.0
/**
 * {@code EtcdCluster}: what a user asks of a cluster and what the operator says about it. May import
 * {@code dev.cairn.crds}, {@code store} and {@code status}. Start with {@link dev.cairn.crds.cluster.EtcdClusterSpec}.
 */
package dev.cairn.crds.cluster;
