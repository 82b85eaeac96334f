// SPDX-License-Identifier: Apache-2.0
/**
 * Commands on members and the cluster: endpoint, member, alarm, defrag, move-leader, downgrade, snapshot. Start at {@link
 * dev.cairn.node.ctl.cluster.EndpointCommand}.
 */
package dev.cairn.node.ctl.cluster;
