// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api.message;

import com.google.protobuf.CodedOutputStream;
import dev.cairn.node.invariant.Invariant;
import dev.cairn.node.wire.splice.Encoded;
import dev.cairn.node.wire.splice.EncodedSource;
import io.grpc.Drainable;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Writes a response straight into gRPC's buffer: no array in between, its length known before. */
public final class EncodedMarshaller implements MethodDescriptor.Marshaller<Encoded> {
    public static final EncodedMarshaller INSTANCE = new EncodedMarshaller();

    /** Fields up to this size are gathered before they go to gRPC's buffer; larger ones go there directly. */
    private static final int GATHER_BYTES = 4096;

    private EncodedMarshaller() {}

    @Override
    public InputStream stream(Encoded value) {
        return new EncodedStream(value);
    }

    @Override
    public Encoded parse(InputStream stream) {
        throw new UnsupportedOperationException("a response is only written here");
    }

    /** Either drained once, as gRPC's framer does, or read as a stream, as an in-process channel does. */
    private static final class EncodedStream extends InputStream implements KnownLength, Drainable, EncodedSource {
        private final Encoded message;
        private final int sizeBytes;
        private Encoded undrained;
        private ByteArrayInputStream bytes = new ByteArrayInputStream(new byte[0]);

        EncodedStream(Encoded message) {
            this.message = message;
            this.undrained = message;
            this.sizeBytes = message.sizeBytes();
        }

        @Override
        public Encoded encoded() {
            return message;
        }

        @Override
        public int drainTo(OutputStream target) throws IOException {
            if (undrained == null) {
                return (int) bytes.transferTo(target);
            }
            CodedOutputStream out = CodedOutputStream.newInstance(target, Math.clamp(sizeBytes, 16, GATHER_BYTES));
            undrained.writeTo(out);
            out.flush();
            Invariant.check(
                    out.getTotalBytesWritten() == sizeBytes,
                    "a message of %d bytes was written as %d",
                    sizeBytes,
                    out.getTotalBytesWritten());
            undrained = null;
            return sizeBytes;
        }

        @Override
        public int available() {
            return undrained == null ? bytes.available() : sizeBytes;
        }

        @Override
        public int read() {
            return readable().read();
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            return readable().read(target, offset, length);
        }

        private ByteArrayInputStream readable() {
            if (undrained != null) {
                bytes = new ByteArrayInputStream(undrained.toByteArray());
                undrained = null;
            }
            return bytes;
        }
    }
}
