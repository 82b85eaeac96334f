// SPDX-License-Identifier: Apache-2.0
/** What to do next about a restore: pure. Start with {@link dev.cairn.operator.restore.plan.RestorePlanner}. */
package dev.cairn.operator.restore.plan;
