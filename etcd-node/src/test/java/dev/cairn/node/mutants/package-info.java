// SPDX-License-Identifier: Apache-2.0
/**
 * Mutants: plausible bugs, kept as patches in {@code src/test/mutants}, and the proof that scripts, seeds or tests notice
 * each of them. Imports nothing of ours: what kills a mutant runs in a process of its own, with the mutant's classes in
 * front. Start at {@link dev.cairn.node.mutants.MutantsMain}.
 */
package dev.cairn.node.mutants;
