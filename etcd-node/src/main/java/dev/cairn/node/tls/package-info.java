// SPDX-License-Identifier: Apache-2.0
/**
 * TLS from etcd's flags: PEM files to contexts that are made anew when a file changes, rules for client certificates,
 * self-signed certificates for {@code --auto-tls}. Imports nothing of ours. Start at {@link
 * dev.cairn.node.tls.ReloadingTls}.
 */
package dev.cairn.node.tls;
