// SPDX-License-Identifier: Apache-2.0
/**
 * The snapshot before what cannot be undone: which EtcdBackup tells where to, whether the snapshot is there by now. Shared
 * by hibernation, changes of version and deletion. Start with {@link dev.cairn.operator.cluster.snapshot.LastSnapshot}.
 */
package dev.cairn.operator.cluster.snapshot;
