// SPDX-License-Identifier: Apache-2.0
/** Our member as a process: restarts, kills, and everything it must refuse. Start at {@code RestartIT}. */
package dev.cairn.node.process;
