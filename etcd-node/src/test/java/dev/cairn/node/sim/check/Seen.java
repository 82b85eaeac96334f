// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.sim.check;

/** A key-value pair as a client saw it. */
public record Seen(String value, long modRevision, long createRevision, long version) {}
