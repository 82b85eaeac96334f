// SPDX-License-Identifier: Apache-2.0
/**
 * What things are called: members, Services, Secrets, labels and addresses. Owns every name that ends up in Kubernetes
 * or in etcd. Imports nothing of ours and no client. Start with {@link dev.cairn.operator.naming.ClusterKey}.
 */
package dev.cairn.operator.naming;
