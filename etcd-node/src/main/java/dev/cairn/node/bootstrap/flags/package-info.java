// SPDX-License-Identifier: Apache-2.0
/**
 * etcd's flags, variables and configuration file, and what each means here: one table, {@code flags.txt}. Imports
 * nothing of ours. Start at {@link dev.cairn.node.bootstrap.flags.Flags}.
 */
package dev.cairn.node.bootstrap.flags;
