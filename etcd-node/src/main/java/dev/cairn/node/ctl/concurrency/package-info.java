// SPDX-License-Identifier: Apache-2.0
/**
 * Locks and elections as etcd's Go client keeps them: keys below a name, each with a lease. Start at {@link
 * dev.cairn.node.ctl.concurrency.Place}.
 */
package dev.cairn.node.ctl.concurrency;
