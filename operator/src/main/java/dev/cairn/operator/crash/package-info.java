// SPDX-License-Identifier: Apache-2.0
/**
 * Crash switches for tests: points between two side effects at which the process can be made to halt, once. Imports
 * nothing of ours. Start with {@link dev.cairn.operator.crash.CrashPoint}.
 */
package dev.cairn.operator.crash;
