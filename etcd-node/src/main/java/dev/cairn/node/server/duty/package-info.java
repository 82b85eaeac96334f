// SPDX-License-Identifier: Apache-2.0
/** What a member does by itself, driven by ticks. Start at {@code LeaseExpiry}. */
package dev.cairn.node.server.duty;
