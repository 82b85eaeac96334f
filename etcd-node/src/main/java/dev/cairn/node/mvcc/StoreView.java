// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.mvcc;

import dev.cairn.node.mvcc.index.KeyEntry;
import dev.cairn.node.mvcc.index.KeyInterval;
import dev.cairn.node.mvcc.read.Head;
import dev.cairn.node.mvcc.read.RangeReader;
import dev.cairn.node.mvcc.read.RangeResult;
import dev.cairn.node.mvcc.read.ReadView;
import dev.cairn.node.mvcc.read.RecentViews;
import dev.cairn.node.mvcc.read.Records;
import dev.cairn.node.mvcc.read.View;
import dev.cairn.node.wire.etcdserverpb.RangeRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A published view, read by any thread. A past revision is read in its own index where that is still kept. */
final class StoreView implements ReadView {
    private final View view;
    private final RecentViews recent;
    private final Records records;
    private final boolean leaseInKeysOnly;

    StoreView(View view, RecentViews recent, Records records, boolean leaseInKeysOnly) {
        this.view = view;
        this.recent = recent;
        this.records = records;
        this.leaseInKeysOnly = leaseInKeysOnly;
    }

    @Override
    public long revision() {
        return view.revision();
    }

    @Override
    public long compactRevision() {
        return view.compactRevision();
    }

    @Override
    public RangeResult range(RangeRequest request) {
        long revision = view.resolve(request.getRevision());
        View of = revision == view.revision() ? view : recent.at(revision);
        RangeReader reader = of == null
                ? new RangeReader(view.tree(), revision, false, records, leaseInKeysOnly)
                : new RangeReader(of.tree(), revision, true, records, leaseInKeysOnly);
        RangeResult result = reader.read(request, view.revision());
        if (result.more() && of != null) {
            recent.pin(of);
        }
        return result;
    }

    @Override
    public Optional<Head> head(byte[] key) {
        KeyEntry entry = view.tree().get(key);
        return entry == null || !entry.isLive()
                ? Optional.empty()
                : Optional.of(new Head(entry, records, entry.record()));
    }

    @Override
    public List<Head> heads(byte[] key, byte[] rangeEnd) {
        List<Head> heads = new ArrayList<>();
        KeyInterval keys = KeyInterval.of(key, rangeEnd);
        if (!keys.isEmpty()) {
            view.tree().walk(keys.from(), keys.to(), entry -> {
                if (entry.isLive()) {
                    heads.add(new Head(entry, records, entry.record()));
                }
                return true;
            });
        }
        return heads;
    }
}
