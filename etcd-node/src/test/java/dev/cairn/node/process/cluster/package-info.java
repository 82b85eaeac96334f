// SPDX-License-Identifier: Apache-2.0
/**
 * Three members as real processes that are killed and started again, and where they live: on loopback, on disks that lose
 * what was not synced, in network namespaces. Imports {@code testkit} and {@code process.disk}. Start at {@link
 * dev.cairn.node.process.cluster.RealCluster}.
 */
package dev.cairn.node.process.cluster;
