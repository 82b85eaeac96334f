// SPDX-License-Identifier: Apache-2.0
/**
 * Where backups come from: a member's Maintenance service. May import {@code backup.store} for its exception, {@code wire}
 * and {@code tls}.
 */
package dev.cairn.node.backup.source;
