// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.sim.cluster;

import dev.cairn.node.codec.MessageCodec;
import dev.cairn.node.raft.Message;

/**
 * What travels between members: a raft message as its bytes on the wire and, behind a snapshot's, the store's image. A
 * connection may break and lose a forwarded proposal, but never hands it over twice, and raft does not tell proposals
 * apart; everything else it must bear twice.
 */
final class Packet {
    private final byte[] message;
    private final byte[] image;
    private final boolean once;
    private boolean taken;

    Packet(Message message, byte[] image) {
        this.message = MessageCodec.encode(message);
        this.image = image;
        this.once = message instanceof Message.Prop;
    }

    byte[] message() {
        return message;
    }

    byte[] image() {
        return image;
    }

    boolean isSnapshot() {
        return image != null;
    }

    /** False where it must not arrive again. */
    boolean take() {
        boolean first = !taken;
        taken = true;
        return first || !once;
    }
}
