// SPDX-License-Identifier: Apache-2.0
/**
 * What is done when an EtcdCluster is deleted: look, plan, act, until its finalizer may go. Start with
 * {@link dev.cairn.operator.cluster.removal.ClusterRemoval}.
 */
package dev.cairn.operator.cluster.removal;
