// SPDX-License-Identifier: Apache-2.0
/** Comparisons with real etcd under load, over gRPC. Not tests: {@code make bench} and its like run them. */
package dev.cairn.node.bench;
