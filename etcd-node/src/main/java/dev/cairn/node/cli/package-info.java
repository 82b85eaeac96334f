// SPDX-License-Identifier: Apache-2.0
/**
 * The command-line tools: {@code etcdutl} over snapshots and data directories, and the entry to the backup agent. They
 * take etcd's flags, print what etcd's tools print, and end with their exit codes. May import what they run; nothing
 * imports this but {@code bootstrap}.
 *
 * <p>Start reading at {@link dev.cairn.node.cli.Etcdutl}; {@link dev.cairn.node.cli.GoStyle} turns errors into etcd's
 * words, {@code cli.restore} makes a data directory of a snapshot.
 */
package dev.cairn.node.cli;
