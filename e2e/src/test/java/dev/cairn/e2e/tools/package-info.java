// SPDX-License-Identifier: Apache-2.0
/** Our tools beside etcd's own: the same calls, what is said compared. Start at {@code CompareToolsIT}. */
package dev.cairn.e2e.tools;
