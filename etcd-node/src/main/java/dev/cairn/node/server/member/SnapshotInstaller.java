// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.member;

import dev.cairn.node.apply.Features;
import dev.cairn.node.raft.SnapshotMetadata;
import java.io.IOException;
import java.io.InputStream;

/** Where received images go and how a store is made of one (design D9). */
public interface SnapshotInstaller {
    /** Saves an image durably under the index it stands for, so that it may be installed, also after a restart. */
    void receive(long index, InputStream image) throws IOException;

    /** A fresh store from the saved image, switched to by one atomic rename; the caller closes the old one. */
    Features install(SnapshotMetadata metadata);

    /** The log is released up to {@code index}: images below are not needed any more. */
    void release(long index);
}
