// SPDX-License-Identifier: Apache-2.0
/**
 * What bad clients do to one member in a small memory, ours and real etcd side by side: {@code make hostile}. Start at
 * {@link dev.cairn.node.process.hostile.Hostile}; an attack is one small class, listed in {@code Attacks}.
 */
package dev.cairn.node.process.hostile;
