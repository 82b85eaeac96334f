// SPDX-License-Identifier: Apache-2.0
/**
 * What etcdctl prints, to the letter, in its five forms. Imports {@code wire} and what the tools share in {@code cli}. Start
 * at {@link dev.cairn.node.ctl.print.CommandAnswer}, which {@link dev.cairn.node.ctl.print.Display} shows.
 */
package dev.cairn.node.ctl.print;
