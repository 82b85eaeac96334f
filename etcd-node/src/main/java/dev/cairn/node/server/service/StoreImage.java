// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.service;

import dev.cairn.node.image.ImageWriter;
import dev.cairn.node.server.Maintenance;
import dev.cairn.node.server.stage.LiveFeatures;
import dev.cairn.node.storage.ReadTx;
import java.io.IOException;
import java.io.OutputStream;
import java.util.function.Function;

/** The image of one view of the store, which stays open, and the store with it, as long as the image does. */
public final class StoreImage implements Maintenance.DbSnapshot {
    private final LiveFeatures.Use use;
    private final ReadTx view;
    private final ImageWriter writer;
    private final String version;
    private final Runnable onClose;

    private StoreImage(LiveFeatures.Use use, ReadTx view, ImageWriter writer, String version, Runnable onClose) {
        this.onClose = onClose;
        this.use = use;
        this.view = view;
        this.writer = writer;
        this.version = version;
    }

    /** {@code onClose} is run once nobody reads it any more. */
    static StoreImage of(LiveFeatures live, Runnable onClose) {
        LiveFeatures.Use use = live.use();
        try {
            ReadTx view = use.features().backend().read();
            String version = use.features().applied().storageVersion();
            return new StoreImage(use, view, new ImageWriter(view), version == null ? "" : version, onClose);
        } catch (RuntimeException e) {
            use.close();
            throw e;
        }
    }

    /** What else is read from the same view. */
    public <T> T read(Function<ReadTx, T> reading) {
        return reading.apply(view);
    }

    @Override
    public long sizeBytes() {
        return writer.sizeBytes();
    }

    @Override
    public String version() {
        return version;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        writer.writeTo(out);
    }

    @Override
    public void close() {
        view.close();
        use.close();
        onClose.run();
    }
}
