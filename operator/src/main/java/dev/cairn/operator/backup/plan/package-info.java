// SPDX-License-Identifier: Apache-2.0
/** What to do next about a backup: pure. Start with {@link dev.cairn.operator.backup.plan.BackupPlanner}. */
package dev.cairn.operator.backup.plan;
