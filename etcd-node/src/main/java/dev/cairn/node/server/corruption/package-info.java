// SPDX-License-Identifier: Apache-2.0
/**
 * Whether members that should hold the same do: etcd's corruption checks, at the start of a member, now and then by the
 * leader, and by the hashes of compactions. Who is to blame is for {@link dev.cairn.node.server.corruption.HashRules}, which
 * is pure; start there.
 */
package dev.cairn.node.server.corruption;
