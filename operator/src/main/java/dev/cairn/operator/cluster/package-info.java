// SPDX-License-Identifier: Apache-2.0
/**
 * One EtcdCluster, from what is asked to what is done: observe, validate, plan, act, report, a package each. Owns the
 * reconciler, which is their table of contents. Start with {@link dev.cairn.operator.cluster.EtcdClusterReconciler}.
 */
package dev.cairn.operator.cluster;
