// SPDX-License-Identifier: Apache-2.0
/**
 * The process: flags, clocks, threads, wiring and shutdown. The only package that reads a clock or makes a thread; may
 * import everything. Start at {@code Etcd}.
 */
package dev.cairn.node.bootstrap;
