// SPDX-License-Identifier: Apache-2.0
/**
 * Does what was planned: one executor per step, each side effect followed by its crash switch. May import
 * {@code observe}, {@code plan}, {@code desired}, {@code etcd}, {@code tls} and the Kubernetes client. Start with
 * {@link dev.cairn.operator.cluster.execute.StepExecutors}.
 */
package dev.cairn.operator.cluster.execute;
