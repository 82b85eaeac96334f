// SPDX-License-Identifier: Apache-2.0
/**
 * Leases: granted and revoked through the log, kept in etcd's bucket {@code lease}, timed by the leader alone. No clock
 * inside; every deadline is computed from an instant that is passed in. Imports {@code storage} and {@code wire} only.
 * Start at {@link dev.cairn.node.lease.Lessor}.
 */
package dev.cairn.node.lease;
