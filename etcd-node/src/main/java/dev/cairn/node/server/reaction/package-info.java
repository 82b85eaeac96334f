// SPDX-License-Identifier: Apache-2.0
/** What follows from what was applied, flushed or elected. Start at {@code Reactions}. */
package dev.cairn.node.server.reaction;
