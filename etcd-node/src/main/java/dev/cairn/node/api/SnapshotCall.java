// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.cairn.node.server.Caller;
import dev.cairn.node.server.Maintenance;
import dev.cairn.node.wire.etcdserverpb.SnapshotRequest;
import dev.cairn.node.wire.etcdserverpb.SnapshotResponse;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.concurrent.Executor;

/**
 * Maintenance.Snapshot: the image in pieces of 32 KiB, each with the bytes still to come, then one message with the
 * SHA-256 of them all. The writing task waits while the client does not read, and ends when the client goes away.
 */
final class SnapshotCall extends OneRequestCall<SnapshotRequest> {
    /** etcd's piece size. */
    private static final int PIECE_BYTES = 32 * 1024;

    private final Maintenance maintenance;
    private final Executor blocking;
    private final Caller caller;
    private final SerializedCall<SnapshotRequest, SnapshotResponse> call;
    private boolean cancelled;

    private SnapshotCall(
            Maintenance maintenance,
            Executor blocking,
            Caller caller,
            SerializedCall<SnapshotRequest, SnapshotResponse> call) {
        super(call);
        this.maintenance = maintenance;
        this.blocking = blocking;
        this.caller = caller;
        this.call = call;
    }

    static ServerCall.Listener<SnapshotRequest> start(
            Maintenance maintenance,
            Executor blocking,
            Caller caller,
            ServerCall<SnapshotRequest, SnapshotResponse> call) {
        SerializedCall<SnapshotRequest, SnapshotResponse> serialized = SerializedCall.of(call);
        SnapshotCall snapshot = new SnapshotCall(maintenance, blocking, caller, serialized);
        serialized.onReady(snapshot::onReady);
        return snapshot;
    }

    @Override
    void asked(SnapshotRequest request) {
        blocking.execute(this::run);
    }

    @Override
    public synchronized void onReady() {
        notifyAll();
    }

    @Override
    public synchronized void onCancel() {
        cancelled = true;
        notifyAll();
    }

    private void run() {
        try (Maintenance.DbSnapshot image = maintenance.snapshot(caller)) {
            call.sendHeaders(new Metadata());
            ImagePieces pieces = new ImagePieces(image.sizeBytes(), image.version());
            image.writeTo(pieces);
            pieces.finish();
            call.close(Status.OK, new Metadata());
        } catch (ClientGone e) {
            call.close(Status.CANCELLED.withDescription("context canceled"), new Metadata());
        } catch (IOException e) {
            call.close(
                    ErrorStatus.of(new IllegalStateException(e.getMessage(), e), "Snapshot", caller), new Metadata());
        } catch (RuntimeException e) {
            call.close(ErrorStatus.of(e, "Snapshot", caller), new Metadata());
        }
    }

    private synchronized void awaitReady() throws ClientGone {
        try {
            while (!cancelled && !call.isReady()) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClientGone();
        }
        if (cancelled) {
            throw new ClientGone();
        }
    }

    private static final class ClientGone extends IOException {
        private static final long serialVersionUID = 1L;
    }

    private final class ImagePieces extends OutputStream {
        private final MessageDigest digest = sha256();
        private final String version;
        private long remainingBytes;
        private byte[] piece = new byte[PIECE_BYTES];
        private int filled;

        ImagePieces(long sizeBytes, String version) {
            this.remainingBytes = sizeBytes;
            this.version = version;
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] source, int offset, int length) throws IOException {
            int done = 0;
            while (done < length) {
                int some = Math.min(length - done, PIECE_BYTES - filled);
                System.arraycopy(source, offset + done, piece, filled, some);
                filled += some;
                done += some;
                if (filled == PIECE_BYTES) {
                    sendPiece();
                }
            }
        }

        void finish() throws IOException {
            if (filled > 0) {
                sendPiece();
            }
            if (remainingBytes != 0) {
                throw new IOException("the image ended " + remainingBytes + " bytes away from its announced size");
            }
            send(UnsafeByteOperations.unsafeWrap(digest.digest()));
        }

        private void sendPiece() throws ClientGone {
            remainingBytes -= filled;
            digest.update(piece, 0, filled);
            // The piece now belongs to the message: gRPC may read it later.
            send(UnsafeByteOperations.unsafeWrap(piece, 0, filled));
            piece = new byte[PIECE_BYTES];
            filled = 0;
        }

        private void send(ByteString blob) throws ClientGone {
            awaitReady();
            call.sendMessage(SnapshotResponse.newBuilder()
                    .setRemainingBytes(remainingBytes)
                    .setBlob(blob)
                    .setVersion(version)
                    .build());
        }

        private static MessageDigest sha256() {
            try {
                return MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java platform has SHA-256", e);
            }
        }
    }
}
