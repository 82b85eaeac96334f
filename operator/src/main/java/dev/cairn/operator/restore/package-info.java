// SPDX-License-Identifier: Apache-2.0
/**
 * EtcdRestores: the same phases as a cluster's, a package each. A restore verifies and requests; the EtcdCluster's own
 * controller does the rest. Start with {@link dev.cairn.operator.restore.EtcdRestoreReconciler}.
 */
package dev.cairn.operator.restore;
