// SPDX-License-Identifier: Apache-2.0
/**
 * What the operator asks of etcd. Owns the port {@link dev.cairn.operator.etcd.EtcdAdmin} and the words it uses; its
 * only implementation is in {@code grpc}. Imports nothing of ours. Start with {@link dev.cairn.operator.etcd.EtcdAdmin}.
 */
package dev.cairn.operator.etcd;
