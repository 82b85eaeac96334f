// SPDX-License-Identifier: Apache-2.0
/**
 * What an {@code EtcdCluster} lets the operator do by itself when data is lost. May import {@code dev.cairn.crds} and
 * {@code dev.cairn.crds.store}. Start with {@link dev.cairn.crds.cluster.recovery.QuorumLossSpec}.
 */
package dev.cairn.crds.cluster.recovery;
