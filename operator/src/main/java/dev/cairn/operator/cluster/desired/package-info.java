// SPDX-License-Identifier: Apache-2.0
/**
 * What Kubernetes' objects should look like: one pure class per kind, the pod's split by concern. Reads and returns,
 * nothing else; tested against golden YAML. May import {@code naming}, the custom resources and Kubernetes' model; no
 * client. Start with {@link dev.cairn.operator.cluster.desired.MemberPod}.
 */
package dev.cairn.operator.cluster.desired;
