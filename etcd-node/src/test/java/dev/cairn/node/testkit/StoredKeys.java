// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.testkit;

import com.google.protobuf.ByteString;
import dev.cairn.node.image.ImageWriter;
import dev.cairn.node.storage.Backend;
import dev.cairn.node.storage.Bucket;
import dev.cairn.node.storage.ReadTx;
import dev.cairn.node.storage.WriteTx;
import dev.cairn.node.wire.mvccpb.KeyValue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A store with so many keys, as records of bucket key and as the image of it. */
public final class StoredKeys {
    private StoredKeys() {}

    /** Puts {@code key0}, {@code key1}, … at revisions 2, 3, …, and makes them durable. */
    public static void fill(Backend store, int keys) {
        try (WriteTx tx = store.begin()) {
            for (int i = 0; i < keys; i++) {
                long revision = i + 2;
                byte[] at = ByteBuffer.allocate(17)
                        .putLong(revision)
                        .put((byte) '_')
                        .putLong(0)
                        .array();
                KeyValue kv = KeyValue.newBuilder()
                        .setKey(ByteString.copyFromUtf8("key" + i))
                        .setValue(ByteString.copyFromUtf8("value" + i))
                        .setCreateRevision(revision)
                        .setModRevision(revision)
                        .setVersion(1)
                        .build();
                tx.put(Bucket.KEY, at, kv.toByteArray());
            }
            tx.commit();
        }
        store.flush();
    }

    /** Fills an empty store and writes it as an image. */
    public static byte[] image(Backend source, int keys) throws IOException {
        fill(source, keys);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ReadTx tx = source.read()) {
            new ImageWriter(tx).writeTo(bytes);
        }
        return bytes.toByteArray();
    }
}
