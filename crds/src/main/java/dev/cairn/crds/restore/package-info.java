// SPDX-License-Identifier: Apache-2.0
/**
 * {@code EtcdRestore}: a new cluster from a backup. May import {@code dev.cairn.crds}, {@code store} and {@code cluster}.
 * Start with {@link dev.cairn.crds.restore.EtcdRestoreSpec}.
 */
package dev.cairn.crds.restore;
