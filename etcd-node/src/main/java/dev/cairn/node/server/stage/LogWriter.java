// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.stage;

import dev.cairn.node.raft.HardState;
import dev.cairn.node.raft.Message;
import dev.cairn.node.raft.Ready;
import dev.cairn.node.raft.Snapshot;
import dev.cairn.node.wal.WalSnapshot;
import dev.cairn.node.wal.WriteAheadLog;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * The log writer: appends everything that waits and syncs once for all of it. Only then do messages leave that promise
 * something (votes, acknowledged appends), and only then does the core learn that entries are durable. A failed append or
 * sync is thrown on: the process must end, since a retried sync may report success for pages the kernel dropped.
 */
public final class LogWriter implements Stage {
    private sealed interface Input permits Persist, Task {}

    private record Persist(Ready ready) implements Input {}

    /** Other work on the log, in its order among the appends. */
    private record Task(java.util.function.Consumer<WriteAheadLog> work) implements Input {}

    private final WriteAheadLog wal;
    private final Inbox<Input> inbox = new Inbox<>(Integer.MAX_VALUE);
    private final Outputs outputs;
    private final LongSupplier nanos;
    private final AtomicInteger unfinished = new AtomicInteger();
    private volatile long progressNanos;

    /** Where a batch goes once it is durable. */
    public interface Outputs {
        void send(List<Message> messages);

        void persisted(Ready ready);
    }

    public LogWriter(WriteAheadLog wal, LongSupplier nanos, Outputs outputs) {
        this.wal = wal;
        this.nanos = nanos;
        this.outputs = outputs;
    }

    @Override
    public String name() {
        return "log-writer";
    }

    @Override
    public void onWork(Runnable wake) {
        inbox.onWork(wake);
    }

    /** Bounded by the core: it stops taking proposals' acknowledgements while its entries are not durable. */
    public void persist(Ready ready) {
        put(new Persist(ready));
    }

    public void run(java.util.function.Consumer<WriteAheadLog> work) {
        put(new Task(work));
    }

    private void put(Input input) {
        if (unfinished.getAndIncrement() == 0) {
            progressNanos = nanos.getAsLong();
        }
        inbox.put(input);
    }

    /** How long work has been waiting for the disk without any being finished; 0 while nothing waits. */
    public long stuckNanos() {
        return unfinished.get() == 0 ? 0 : nanos.getAsLong() - progressNanos;
    }

    @Override
    public boolean runOnce() {
        List<Input> inputs = inbox.drain();
        if (inputs.isEmpty()) {
            return false;
        }
        boolean sync = false;
        for (Input input : inputs) {
            switch (input) {
                case Persist persist -> sync |= append(persist.ready());
                case Task task -> task.work().accept(wal);
            }
        }
        if (sync) {
            wal.sync();
        }
        for (Input input : inputs) {
            if (input instanceof Persist(Ready ready)) {
                if (!ready.messagesToSendAfterPersist().isEmpty()) {
                    outputs.send(ready.messagesToSendAfterPersist());
                }
                outputs.persisted(ready);
            }
        }
        progressNanos = nanos.getAsLong();
        unfinished.addAndGet(-inputs.size());
        return true;
    }

    /**
     * The record of a snapshot comes before what follows it (etcd's order: snapshot, then hard state and entries), and is
     * synced together with a hard state that commits it: a record above the commit index counts for nothing at a
     * restart, while the store that is installed next would hold it. That state commits nothing behind the snapshot,
     * since the entries there are still to be written.
     */
    private boolean append(Ready ready) {
        ready.snapshot().map(Snapshot::metadata).ifPresent(each -> {
            ready.hardState().ifPresent(state -> wal.append(upTo(each.index(), state), List.of()));
            wal.saveSnapshot(new WalSnapshot(each.index(), each.term(), each.confState()));
        });
        wal.append(ready.hardState().orElse(null), ready.entries());
        return ready.mustSync();
    }

    private static HardState upTo(long index, HardState state) {
        return new HardState(state.term(), state.vote(), Math.min(index, state.commit()));
    }
}
