// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.stage;

import dev.cairn.node.apply.ApplyBatch;
import dev.cairn.node.apply.ApplyContext;
import dev.cairn.node.apply.Features;
import dev.cairn.node.apply.Outcome;
import dev.cairn.node.invariant.Invariant;
import dev.cairn.node.mvcc.Compactor;
import dev.cairn.node.mvcc.DueHash;
import dev.cairn.node.mvcc.hash.KvHash;
import dev.cairn.node.raft.Entry;
import dev.cairn.node.raft.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The apply stage: committed entries, which are durable in the local log, become changes of the store, many entries to
 * one atomic write. Answers leave only after the write. A snapshot takes the place of the whole store in between.
 */
public final class ApplyStage implements Stage {
    private static final Logger LOG = LoggerFactory.getLogger(ApplyStage.class);

    /** Entries and payload bytes in one write, so that readers and watchers see progress under load. */
    static final int BATCH_ENTRIES = 4_096;

    static final long BATCH_BYTES = 8L * 1024 * 1024;

    private sealed interface Input permits Committed, Install, Hashed {}

    private record Committed(List<Entry> entries) implements Input {}

    private record Install(Snapshot snapshot) implements Input {}

    /** The hash of a compaction of this store was taken. */
    private record Hashed(Features of) implements Input {}

    /** What the rest of the member learns from applied entries. */
    public interface Outputs {
        void outcome(Outcome outcome);

        /** After all outcomes of these entries. */
        void applied(List<Entry> entries);

        /** Nothing older than {@code revision} is left to be deleted. */
        void compacted(long revision);
    }

    /** How a received snapshot takes the place of the store. */
    public interface StoreReplacement {
        /** Makes the features of a received snapshot; the image is durable already. */
        Features install(Snapshot snapshot);

        void installed(Snapshot snapshot);
    }

    private final LiveFeatures live;
    private final ApplyContext context;
    private final TimedCompaction compaction;
    private final Executor hasher;
    private final Inbox<Input> inbox = new Inbox<>(Integer.MAX_VALUE);
    private Outputs outputs;
    private StoreReplacement installation;
    private volatile long appliedIndex;
    private boolean hashing;

    /** {@code hasher} runs what goes through the whole store. */
    public ApplyStage(LiveFeatures live, ApplyContext context, TimedCompaction compaction, Executor hasher) {
        this.compaction = compaction;
        this.live = live;
        this.context = context;
        this.hasher = hasher;
        this.appliedIndex = live.now().applied().position().index();
    }

    public void connect(Outputs newOutputs, StoreReplacement newInstallation) {
        outputs = newOutputs;
        installation = newInstallation;
    }

    @Override
    public String name() {
        return "apply";
    }

    @Override
    public void onWork(Runnable wake) {
        inbox.onWork(wake);
    }

    /** Bounded by the core, which hands out only so many bytes of entries that were not applied yet. */
    public void committed(List<Entry> entries) {
        inbox.put(new Committed(entries));
    }

    public void install(Snapshot snapshot) {
        inbox.put(new Install(snapshot));
    }

    public long appliedIndex() {
        return appliedIndex;
    }

    @Override
    public boolean runOnce() {
        List<Input> inputs = inbox.drain();
        List<Entry> run = new ArrayList<>();
        long runBytes = 0;
        for (Input input : inputs) {
            switch (input) {
                case Committed(List<Entry> entries) -> {
                    for (Entry entry : entries) {
                        run.add(entry);
                        runBytes += entry.data().length;
                        if (run.size() >= BATCH_ENTRIES || runBytes >= BATCH_BYTES) {
                            apply(run);
                            run = new ArrayList<>();
                            runBytes = 0;
                        }
                    }
                }
                case Install(Snapshot snapshot) -> {
                    apply(run);
                    run = new ArrayList<>();
                    runBytes = 0;
                    installing(snapshot);
                }
                case Hashed(Features of) -> hashTaken(of);
            }
        }
        apply(run);
        return compactSome() || !inputs.isEmpty();
    }

    /**
     * Compaction shares this thread, a bounded step at a time, so that the index has one writer. Before it deletes anything
     * its hash is taken, on another thread, while entries go on being applied.
     */
    private boolean compactSome() {
        Compactor compactor = live.now().mvcc().compactor();
        if (!compactor.hasWork() || hashing) {
            return false;
        }
        DueHash due = compactor.dueHash();
        if (due != null) {
            hashing = true;
            LiveFeatures.Use use = live.use();
            hasher.execute(() -> hash(use, due));
            return false;
        }
        compaction.step(compactor);
        if (!compactor.hasWork()) {
            outputs.compacted(compactor.finishedRevision());
        }
        return true;
    }

    private void hash(LiveFeatures.Use use, DueHash due) {
        Features features = use.features();
        try (use) {
            KvHash hash = KvHash.of(features.mvcc(), due);
            features.hashes().keep(hash);
            LOG.info(
                    "storing new hash {} of revision {}, compact revision {}",
                    Integer.toUnsignedString(hash.hash()),
                    hash.hashRevision(),
                    hash.compactRevision());
        } catch (RuntimeException e) {
            LOG.warn("the hash of the compaction at revision {} cannot be taken", due.revision(), e);
        } finally {
            inbox.put(new Hashed(features));
        }
    }

    private void hashTaken(Features of) {
        hashing = false;
        if (of == live.now()) {
            of.mvcc().compactor().hashTaken();
        }
    }

    private void apply(List<Entry> entries) {
        if (entries.isEmpty()) {
            return;
        }
        List<Outcome> outcomes;
        try (ApplyBatch batch = new ApplyBatch(live.now(), context)) {
            entries.forEach(batch::apply);
            outcomes = batch.commit();
            appliedIndex = batch.lastIndex();
        }
        outcomes.forEach(outputs::outcome);
        outputs.applied(entries);
    }

    private void installing(Snapshot snapshot) {
        context.figures().installing().increment();
        try {
            install(snapshot, installation.install(snapshot));
        } finally {
            context.figures().installing().decrement();
        }
    }

    private void install(Snapshot snapshot, Features features) {
        long index = snapshot.metadata().index();
        Invariant.check(index > appliedIndex, "a snapshot at %d is to replace a store at %d", index, appliedIndex);
        long held = features.applied().position().index();
        Invariant.check(held == index, "the store of a snapshot at %d is at %d", index, held);
        live.replace(features);
        appliedIndex = index;
        installation.installed(snapshot);
    }
}
