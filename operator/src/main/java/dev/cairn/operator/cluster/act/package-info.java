// SPDX-License-Identifier: Apache-2.0
/**
 * Takes a step: its intent is written before it is executed. And what is done when the resource is deleted. May import
 * {@code observe}, {@code plan}, {@code execute} and the Kubernetes client. Start with
 * {@link dev.cairn.operator.cluster.act.ClusterActor}.
 */
package dev.cairn.operator.cluster.act;
