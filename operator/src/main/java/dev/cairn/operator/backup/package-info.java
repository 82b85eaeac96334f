// SPDX-License-Identifier: Apache-2.0
/**
 * EtcdBackups: the same phases as a cluster's, a package each. Owns the reconciler. Start with
 * {@link dev.cairn.operator.backup.EtcdBackupReconciler}.
 */
package dev.cairn.operator.backup;
