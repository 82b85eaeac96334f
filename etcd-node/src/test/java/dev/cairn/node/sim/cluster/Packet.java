// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.sim.cluster;

/** What travels between members: a raft message as its bytes on the wire and, behind a snapshot's, the store's image. */
record Packet(byte[] message, byte[] image) {
    boolean isSnapshot() {
        return image != null;
    }
}
