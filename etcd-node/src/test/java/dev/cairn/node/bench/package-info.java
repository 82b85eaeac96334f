// SPDX-License-Identifier: Apache-2.0
/** Load for comparisons with real etcd over gRPC. Not a test: {@code e2e/bench/run.sh} runs {@link LoadGenerator}. */
package dev.cairn.node.bench;
