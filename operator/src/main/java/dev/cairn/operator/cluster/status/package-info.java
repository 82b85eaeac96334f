// SPDX-License-Identifier: Apache-2.0
/**
 * What is told about a cluster: status, conditions and events. Assembling is pure; writing is
 * {@link dev.cairn.operator.cluster.status.ClusterReporter}'s. May import {@code observe}, {@code validate}, {@code plan}, {@code act} and
 * {@code desired}. Start with {@link dev.cairn.operator.cluster.status.StatusAssembler}.
 */
package dev.cairn.operator.cluster.status;
