// SPDX-License-Identifier: Apache-2.0
/**
 * Every file of a real member's data directory is damaged in every way, one at a time, and the member started: it has
 * everything, or it says what is wrong and what to do. Start at {@link dev.cairn.node.process.corruption.Corruption}.
 */
package dev.cairn.node.process.corruption;
