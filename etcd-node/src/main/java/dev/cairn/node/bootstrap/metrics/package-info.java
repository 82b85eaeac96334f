// SPDX-License-Identifier: Apache-2.0
/**
 * etcd's own metric names over what a member and its process are: dashboards and alerts that people have go on working.
 * Imports {@code server}, {@code storage} and {@code wal}. Start at {@link dev.cairn.node.bootstrap.metrics.ServerMetrics}.
 */
package dev.cairn.node.bootstrap.metrics;
