// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.process.hostile;

import com.google.protobuf.ByteString;
import dev.cairn.node.wire.etcdserverpb.LeaseKeepAliveRequest;
import java.io.IOException;
import java.util.Collections;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Clients that ask and do not read. */
final class Unread {
    private static final long FLOOD_SECONDS = 24;
    private static final long HELD_SECONDS = 12;
    private static final int MESSAGES_PER_FRAME = 500;
    private static final int RANGES = 200;
    private static final int VALUES = 8;
    private static final int VALUE_BYTES = 1_250_000;

    private Unread() {}

    /** Its window for answers is used up after a few thousand; what it asks is sent as fast as the member takes it. */
    static String keepAlives(Scene scene) throws IOException {
        byte[] one = Http2.message(
                LeaseKeepAliveRequest.newBuilder().setID(Long.MAX_VALUE).build().toByteArray());
        byte[] many = ByteString.copyFrom(Collections.nCopies(MESSAGES_PER_FRAME, ByteString.copyFrom(one)))
                .toByteArray();
        Http2 connection = scene.with(new Http2(scene.port())).reading();
        connection.open(1, "Lease/LeaseKeepAlive");
        connection.flush();
        long asked = 0;
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(FLOOD_SECONDS);
        while (System.nanoTime() - end < 0 && !connection.isGone() && scene.isAlive()) {
            if (connection.take(1, many.length)) {
                connection.frame(Http2.DATA, 0, 1, many);
                connection.flush();
                asked += MESSAGES_PER_FRAME;
            } else {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
            }
        }
        return asked + " asked" + (connection.isGone() ? ", closed by the member" : "");
    }

    static String ranges(Scene scene) throws IOException {
        Ranges.fill(scene, VALUES, VALUE_BYTES);
        Http2 connection = scene.with(new Http2(scene.port()));
        for (int i = 0; i < RANGES; i++) {
            int stream = 2 * i + 1;
            connection.open(stream, "KV/Range");
            connection.frame(Http2.DATA, Http2.END_STREAM, stream, Http2.message(Ranges.everything()));
        }
        connection.flush();
        LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(HELD_SECONDS));
        return RANGES + " asked";
    }
}
