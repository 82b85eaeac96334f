// SPDX-License-Identifier: Apache-2.0
/**
 * How a cluster goes on from a snapshot or from a survivor, and how it is put back: pure. Before every other concern but
 * {@code spec.paused}. Start with {@link dev.cairn.operator.recovery.plan.RecoveryPlanner}.
 */
package dev.cairn.operator.recovery.plan;
