// SPDX-License-Identifier: Apache-2.0
/**
 * The messages that etcd's clients and peers speak, generated from {@code src/main/proto}: one sub-package per proto
 * package, same names, numbers and services as etcd's; and etcd's errors and URLs, which every port speaks. Imports {@code
 * protobuf} only. Start at {@code rpc.proto}.
 */
package dev.cairn.node.wire;
