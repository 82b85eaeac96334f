// SPDX-License-Identifier: Apache-2.0
/**
 * Users, roles and what they may touch, over etcd's buckets {@code auth}, {@code authUsers} and {@code authRoles}. Pure: no
 * clock, no thread; what applying a request changes is the same on every member. May import {@code storage} and {@code
 * wire}. Start at {@link dev.cairn.node.auth.AuthState} for the rules, at {@link dev.cairn.node.auth.AuthStore} for the
 * changes.
 */
package dev.cairn.node.auth;
