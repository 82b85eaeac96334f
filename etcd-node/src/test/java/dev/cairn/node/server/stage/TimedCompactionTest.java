// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.node.apply.Features;
import dev.cairn.node.figures.StoreFigures;
import dev.cairn.node.lease.LessorSettings;
import dev.cairn.node.mvcc.Compactor;
import dev.cairn.node.mvcc.MvccBatch;
import dev.cairn.node.mvcc.MvccStore;
import dev.cairn.node.mvcc.MvccTxn;
import dev.cairn.node.storage.WriteTx;
import dev.cairn.node.testkit.MemoryBackend;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** A compaction is counted by what it deleted, by its steps and as a whole. */
class TimedCompactionTest {
    private final MemoryBackend backend = new MemoryBackend();
    private final MvccStore store =
            Features.open(backend, new LessorSettings(2), 1).mvcc();
    private final StoreFigures figures = new StoreFigures();
    private final AtomicLong nanos = new AtomicLong();
    private final TimedCompaction compaction =
            new TimedCompaction(figures, () -> nanos.getAndAdd(1_000_000), () -> Instant.ofEpochSecond(7));

    private void write(Runnable changes, MvccBatch batch, WriteTx tx) {
        changes.run();
        tx.commit();
        batch.publish();
    }

    @Test
    void itIsTimedAndCounted() {
        for (int i = 0; i < 4; i++) {
            try (WriteTx tx = backend.begin()) {
                MvccBatch batch = store.begin(tx);
                write(
                        () -> {
                            MvccTxn txn = batch.txn();
                            txn.put(new byte[] {1}, new byte[] {2}, 0);
                            txn.end();
                        },
                        batch,
                        tx);
            }
        }
        try (WriteTx tx = backend.begin()) {
            MvccBatch batch = store.begin(tx);
            write(() -> batch.compact(5), batch, tx);
        }
        Compactor compactor = store.compactor();
        int steps = 0;
        while (compactor.hasWork()) {
            compaction.step(compactor);
            steps++;
        }
        assertThat(figures.compactedRecords().sum()).isEqualTo(3);
        assertThat(figures.compactionPauses().read().count()).isEqualTo(steps);
        assertThat(figures.compactions().read().count()).isEqualTo(1);
        assertThat(figures.lastCompaction().get()).isEqualTo(7);
    }
}
