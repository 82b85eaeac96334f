// SPDX-License-Identifier: Apache-2.0
/**
 * What operators see of a member: counts and durations, counted where things happen, and the fields of log lines. A leaf:
 * it imports nothing of ours and no metrics library, and everybody may import it. {@code bootstrap.metrics} gives the
 * figures etcd's names. Start at {@link dev.cairn.node.figures.Figures}.
 */
package dev.cairn.node.figures;
