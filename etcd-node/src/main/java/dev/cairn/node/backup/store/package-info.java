// SPDX-License-Identifier: Apache-2.0
/**
 * Where backups are kept: the port {@link dev.cairn.node.backup.store.ObjectStore}, and S3 behind it, the only place with
 * the AWS SDK. May import {@code tls}. Every failure is an {@link dev.cairn.node.backup.store.AgentException} with the
 * reason that the report names.
 */
package dev.cairn.node.backup.store;
