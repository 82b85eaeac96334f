// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api.frames;

import dev.cairn.node.fuzz.Fuzzed;
import io.grpc.MethodDescriptor.MethodType;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.List;

/** A call's bytes, in one piece and in pieces of a size that the first byte names: both must be judged the same. */
public final class FuzzedFrames implements Fuzzed {
    private static final int MAX_BYTES = 1000;
    private static final int HEAD_BYTES = 5;

    @Override
    public String name() {
        return "grpc-frames";
    }

    @Override
    public List<byte[]> seeds() {
        return List.of(
                new byte[] {0, 0, 0, 0, 0, 3, 'a', 'b', 'c'},
                new byte[] {0, 0, 0, 0, 0, 8, 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'},
                new byte[] {1, 0, 0, 0, 0, 0},
                new byte[] {7, 1, 0, 0, 0, 1, 'a'},
                new byte[] {2, 0, 0, 0, 0, 1, 'a', 0, 0, 0, 0, 2, 'b', 'c'});
    }

    @Override
    public byte[] read(byte[] input) {
        if (input.length == 0) {
            return REFUSED;
        }
        MethodType type = (input[0] & 1) == 0 ? MethodType.UNARY : MethodType.BIDI_STREAMING;
        boolean compressed = (input[0] & 2) != 0;
        int pieceBytes = 1 + (input[0] >>> 2 & 0x3f);
        GrpcMessages atOnce = new GrpcMessages(type, compressed, MAX_BYTES);
        GrpcMessages inPieces = new GrpcMessages(type, compressed, MAX_BYTES);
        ByteBuf all = Unpooled.wrappedBuffer(input, 1, input.length - 1);
        GrpcMessages.Seen whole = atOnce.look(all, true);
        GrpcCallForm.Refusal refusal = null;
        for (int at = 0; at < all.readableBytes() && refusal == null; at += pieceBytes) {
            int bytes = Math.min(pieceBytes, all.readableBytes() - at);
            GrpcMessages.Seen seen = inPieces.look(all.slice(at, bytes), at + bytes == all.readableBytes());
            Fuzzed.require(seen.wholeBytes() >= 0 && seen.wholeBytes() <= bytes, "no more than there is");
            refusal = seen.refusal();
        }
        if (all.isReadable()) {
            Fuzzed.require(java.util.Objects.equals(whole.refusal(), refusal), whole.refusal() + " is " + refusal);
        }
        return refusal == null && all.readableBytes() > HEAD_BYTES
                ? Arrays.copyOfRange(input, 1 + HEAD_BYTES, input.length)
                : REFUSED;
    }
}
