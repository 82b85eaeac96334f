// SPDX-License-Identifier: Apache-2.0
/**
 * etcdctl. One package below for each group of commands, over {@code ctl.session} (flags, client, help) and {@code
 * ctl.print} (the five forms of output). Asks members through {@code client} only, so any etcd v3 will do. Start at {@link
 * dev.cairn.node.ctl.Etcdctl}.
 */
package dev.cairn.node.ctl;
