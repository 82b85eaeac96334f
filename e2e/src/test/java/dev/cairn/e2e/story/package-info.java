// SPDX-License-Identifier: Apache-2.0
/** A scene's frame: what it says, waits for and expects, its namespace, its negative control. */
package dev.cairn.e2e.story;
