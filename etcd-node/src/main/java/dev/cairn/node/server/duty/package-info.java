// SPDX-License-Identifier: Apache-2.0
/** What a member does by itself, driven by ticks. Start at {@code Duties}. */
package dev.cairn.node.server.duty;
