// SPDX-License-Identifier: Apache-2.0
/** Programs as processes, for tests: members of either kind, stock tools, what they are kept in. Imports nothing of ours. */
package dev.cairn.testkit;
