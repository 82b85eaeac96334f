// SPDX-License-Identifier: Apache-2.0
/**
 * What is there: Kubernetes' objects and every member's own answers, in one immutable record. Never acts. May import
 * {@code naming}, {@code etcd}, {@code tls} and the Kubernetes client. Start with
 * {@link dev.cairn.operator.cluster.observe.ObservedCluster}.
 */
package dev.cairn.operator.cluster.observe;
