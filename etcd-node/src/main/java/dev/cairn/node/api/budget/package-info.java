// SPDX-License-Identifier: Apache-2.0
/**
 * How many bytes may be under way for clients, and what happens at the bound. Imports nothing of the node. Start at
 * {@link dev.cairn.node.api.budget.ByteBudget}.
 */
package dev.cairn.node.api.budget;
