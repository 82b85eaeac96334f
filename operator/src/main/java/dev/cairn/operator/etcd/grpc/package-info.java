// SPDX-License-Identifier: Apache-2.0
/**
 * {@link dev.cairn.operator.etcd.EtcdAdmin} by gRPC: blocking stubs of the part of etcd's API in {@code etcd.proto}. The
 * only package that knows gRPC. Start with {@link dev.cairn.operator.etcd.grpc.GrpcConnector}.
 */
package dev.cairn.operator.etcd.grpc;
