// SPDX-License-Identifier: Apache-2.0
/**
 * A member put together: the stages connected, the services on top, duties driven by ticks, snapshots in and out. Start
 * at {@link dev.cairn.node.server.member.EtcdServer}.
 */
package dev.cairn.node.server.member;
