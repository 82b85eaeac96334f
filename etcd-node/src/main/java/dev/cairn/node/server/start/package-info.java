// SPDX-License-Identifier: Apache-2.0
/**
 * From a data directory and flags to a member that can run, and from a received image to its store: all that decides
 * what may be lost. The disk, the stores and the other members are ports, so that a simulation runs the same objects.
 * Start at {@link dev.cairn.node.server.start.MemberStart}.
 */
package dev.cairn.node.server.start;
