// SPDX-License-Identifier: Apache-2.0
/**
 * What the process uses of the memory that it may have: its control group's, its heap's. Imports {@code server}'s levels.
 * Start at {@link dev.cairn.node.bootstrap.memory.MemoryWatch}.
 */
package dev.cairn.node.bootstrap.memory;
