// SPDX-License-Identifier: Apache-2.0
/**
 * Writes to Kubernetes that every feature makes in the same way: apply, create once, delete exactly this one, tell in an
 * event. Imports the client, nothing of ours but names. Start with {@link dev.cairn.operator.kube.KubeWriter}.
 */
package dev.cairn.operator.kube;
