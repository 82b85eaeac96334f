// SPDX-License-Identifier: Apache-2.0
/**
 * The parts of an {@code EtcdCluster}'s status: its members, the step under way, the way for clients. May import
 * {@code dev.cairn.crds}. Start with {@link dev.cairn.crds.cluster.status.MemberStatus}.
 */
package dev.cairn.crds.cluster.status;
