// SPDX-License-Identifier: Apache-2.0
/**
 * etcd's two hashes over what is stored, by which members compare themselves with each other. Imports {@code mvcc},
 * {@code mvcc.index} and {@code storage}. Start at {@link dev.cairn.node.mvcc.hash.KvHash}.
 */
package dev.cairn.node.mvcc.hash;
