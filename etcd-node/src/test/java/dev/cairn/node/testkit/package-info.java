// SPDX-License-Identifier: Apache-2.0
/** Stand-ins for the world outside, behind the ports of the main code, for tests of every package. */
package dev.cairn.node.testkit;
