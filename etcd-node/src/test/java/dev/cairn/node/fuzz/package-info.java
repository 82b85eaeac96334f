// SPDX-License-Identifier: Apache-2.0
/**
 * Every decoder that reads what others wrote, under inputs that nobody meant: from corpora and seeded mutations in a test
 * of seconds, and by Jazzer, which follows coverage, for as long as {@code make fuzz MINUTES=} says. A decoder's {@link
 * dev.cairn.node.fuzz.Fuzzed} lies in the package of what it reads. Start at {@link dev.cairn.node.fuzz.Fuzz}.
 */
package dev.cairn.node.fuzz;
