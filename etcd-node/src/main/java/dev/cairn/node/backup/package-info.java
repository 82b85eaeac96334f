// SPDX-License-Identifier: Apache-2.0
/**
 * The backup agent: takes a snapshot of a running cluster, proves it, keeps it in an S3-compatible store beside a record
 * of what it is, prunes old ones, and brings one back. The grammar of names and reports is docs/backup-format.md. May
 * import {@code client}, {@code image}, {@code storage}, {@code wire} and {@code tls}; it speaks to clusters through
 * etcd's API only, so any etcd v3 will do.
 *
 * <p>Start reading at {@link dev.cairn.node.backup.Backups}. {@code store} is where backups are kept.
 */
package dev.cairn.node.backup;
