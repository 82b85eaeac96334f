// SPDX-License-Identifier: Apache-2.0
/** The rule that time and threads are given, and what shows that it sees every way of taking them. */
package dev.cairn.node.timeless;
