// SPDX-License-Identifier: Apache-2.0
/**
 * Does what was planned: one executor per step, each intent written before its step is taken; and keeps what every
 * cluster has, Services, budget and certificates. May import {@code observe}, {@code validate}, {@code plan}, {@code desired} and the
 * Kubernetes client. Start with {@link dev.cairn.operator.cluster.act.ClusterActor}.
 */
package dev.cairn.operator.cluster.act;
