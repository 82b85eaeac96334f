// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.mvcc.read;

import dev.cairn.node.mvcc.index.KeyEntry;
import dev.cairn.node.mvcc.index.StoredRevision;
import java.util.List;

/** Where a reader gets stored records from. Throws {@link StaleViewException} for one that a compaction took. */
public interface Records {
    byte[] of(KeyEntry head);

    /** In the order asked for. */
    List<byte[]> ofAll(List<KeyEntry> heads);

    /** Records of past revisions, in the order asked for. */
    List<byte[]> at(List<StoredRevision> revisions);
}
