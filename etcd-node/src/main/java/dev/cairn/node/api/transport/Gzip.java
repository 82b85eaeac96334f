// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api.transport;

import io.grpc.Decompressor;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/**
 * gzip as a call's encoding. What is none shows when the message is read, in the words of Go's gRPC server: gRPC's own
 * decompressor fails where the frames are taken apart, and the call ends with Unknown.
 */
final class Gzip implements Decompressor {
    @Override
    public String getMessageEncoding() {
        return "gzip";
    }

    @Override
    public InputStream decompress(InputStream compressed) {
        return new InputStream() {
            private InputStream opened;

            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                if (opened == null) {
                    open();
                }
                try {
                    return opened.read(target, offset, length);
                } catch (IOException e) {
                    throw new IOException("grpc: failed to read decompressed data: " + why(e), e);
                }
            }

            private void open() throws IOException {
                try {
                    opened = new GZIPInputStream(compressed);
                } catch (IOException e) {
                    throw new IOException("grpc: failed to decompress the message: " + why(e), e);
                }
            }

            @Override
            public void close() throws IOException {
                compressed.close();
            }
        };
    }

    private static String why(IOException e) {
        return e instanceof EOFException ? "unexpected EOF" : "gzip: invalid header";
    }
}
