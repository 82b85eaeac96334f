// SPDX-License-Identifier: Apache-2.0
/**
 * The programs behind {@code make crash-test}, {@code powercut-test}, {@code partition-test} and {@code election-test}:
 * rounds of faults under load, and their checks. Start at {@link dev.cairn.node.process.crash.CrashTest}.
 */
package dev.cairn.node.process.crash;
