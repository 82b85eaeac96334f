// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.codec;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.cairn.node.fuzz.Fuzzed;
import dev.cairn.node.raft.ConfChange;
import dev.cairn.node.raft.ConfChangeType;
import dev.cairn.node.raft.ConfChangeV2;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A configuration change in either form, as the first byte says. */
public final class FuzzedConfChanges implements Fuzzed {
    @Override
    public String name() {
        return "conf-change";
    }

    @Override
    public List<byte[]> seeds() {
        byte[] context = "{\"id\":1}".getBytes(StandardCharsets.UTF_8);
        ConfChange first = new ConfChange(1, ConfChangeType.ADD_LEARNER_NODE, 2, context);
        ConfChangeV2 second = new ConfChangeV2(
                ConfChangeV2.Transition.AUTO, List.of(new ConfChangeV2.Single(ConfChangeType.REMOVE_NODE, 3)), context);
        return List.of(seed(0, ConfChangeCodec.encode(first)), seed(1, ConfChangeCodec.encode(second)));
    }

    private static byte[] seed(int form, byte[] encoded) {
        byte[] seed = new byte[1 + encoded.length];
        seed[0] = (byte) form;
        System.arraycopy(encoded, 0, seed, 1, encoded.length);
        return seed;
    }

    @Override
    public byte[] read(byte[] input) {
        if (input.length == 0) {
            return REFUSED;
        }
        byte[] encoded = java.util.Arrays.copyOfRange(input, 1, input.length);
        try {
            if (input[0] % 2 == 0) {
                ConfChange change = ConfChangeCodec.decodeV1(encoded);
                ConfChangeCodec.decode(ConfChangeCodec.entry(change));
                return change.context();
            }
            ConfChangeV2 change = ConfChangeCodec.decodeV2(encoded);
            ConfChangeCodec.decode(ConfChangeCodec.entry(change));
            return change.context();
        } catch (InvalidProtocolBufferException refused) {
            return REFUSED;
        }
    }
}
