// SPDX-License-Identifier: Apache-2.0
/**
 * {@code EtcdBackup}: when a cluster is backed up, where to, and what came of it. May import {@code dev.cairn.crds} and
 * {@code store}. Start with {@link dev.cairn.crds.backup.EtcdBackupSpec}.
 */
package dev.cairn.crds.backup;
