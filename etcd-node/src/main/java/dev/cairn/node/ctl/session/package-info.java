// SPDX-License-Identifier: Apache-2.0
/**
 * What the commands of etcdctl share: flags, variables, endpoints, the client they ask with, help. Imports {@code client},
 * {@code tls}, {@code cli} and {@code ctl.print}. Start at {@link dev.cairn.node.ctl.session.CtlCommand}.
 */
package dev.cairn.node.ctl.session;
