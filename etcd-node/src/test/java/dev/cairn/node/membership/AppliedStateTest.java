// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.node.storage.Bucket;
import dev.cairn.node.storage.WriteTx;
import dev.cairn.node.testkit.MemoryBackend;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class AppliedStateTest {
    private static final AppliedConfState JOINT =
            new AppliedConfState(List.of(-1L, 2L), List.of(3L), List.of(4L), List.of(5L), true);

    private final MemoryBackend backend = new MemoryBackend();
    private final AppliedState state = new AppliedState();

    @Test
    void recordsAreThoseOfEtcd() {
        inBatch(tx -> {
            state.setPosition(tx, 258, 3);
            state.setConfState(
                    tx,
                    new AppliedConfState(
                            List.of(Long.parseUnsignedLong("10276657743932975437")),
                            List.of(),
                            List.of(),
                            List.of(),
                            false));
            state.setStorageVersion(tx, "3.7.0");
        });
        assertThat(HexFormat.of().formatHex(record("consistent_index"))).isEqualTo("0000000000000102");
        assertThat(HexFormat.of().formatHex(record("term"))).isEqualTo("0000000000000003");
        assertThat(new String(record("confState"), StandardCharsets.UTF_8))
                .isEqualTo("{\"voters\":[10276657743932975437],\"auto_leave\":false}");
        assertThat(record("storageVersion")).asString().isEqualTo("3.7.0");
    }

    @Test
    void everythingIsThereAgainAfterARestart() {
        inBatch(tx -> {
            state.setPosition(tx, 7, 2);
            state.setConfState(tx, JOINT);
            state.setStorageVersion(tx, "3.6.0");
        });
        AppliedState again = new AppliedState();
        again.load(backend.read());
        assertThat(again.position()).isEqualTo(new AppliedState.Position(7, 2));
        assertThat(again.confState()).isEqualTo(JOINT);
        assertThat(again.storageVersion()).isEqualTo("3.6.0");
    }

    @Test
    void confStateOfEtcd37MayLackAutoLeave() {
        byte[] json = "{\"voters\":[1,18446744073709551615]}".getBytes(StandardCharsets.UTF_8);
        assertThat(AppliedConfState.read(json))
                .isEqualTo(new AppliedConfState(List.of(1L, -1L), List.of(), List.of(), List.of(), false));
    }

    @Test
    void flushedPositionTrailsWhatWasCommitted() {
        inBatch(tx -> state.setPosition(tx, 7, 2));
        backend.flush();
        inBatch(tx -> state.setPosition(tx, 9, 3));
        assertThat(AppliedState.flushedPosition(backend)).isEqualTo(new AppliedState.Position(7, 2));
        assertThat(AppliedState.flushedConfState(backend)).isNull();
    }

    @Test
    void zerosAreNeverWritten() {
        inBatch(tx -> state.setPosition(tx, 0, 0));
        assertThat(record("consistent_index")).isNull();
        assertThat(record("term")).isNull();
        assertThat(AppliedState.flushedPosition(backend)).isEqualTo(new AppliedState.Position(0, 0));
    }

    @Test
    void consistentIndexNeverGoesBack() {
        inBatch(tx -> state.setPosition(tx, 7, 2));
        inBatch(tx -> assertThatThrownBy(() -> state.setPosition(tx, 6, 2))
                .hasMessage("invariant broken: consistent index would go back from 7 to 6"));
        inBatch(tx -> assertThatThrownBy(() -> state.setPosition(tx, 8, 1))
                .hasMessageContaining("the term of what is applied would go back from 2 to 1"));
    }

    @Test
    void storageVersionGoesAwayBelow36() {
        inBatch(tx -> state.setStorageVersion(tx, "3.6.0"));
        inBatch(tx -> state.setStorageVersion(tx, null));
        assertThat(record("storageVersion")).isNull();
        assertThat(state.storageVersion()).isNull();
    }

    private byte[] record(String key) {
        return backend.get(Bucket.META, key.getBytes(StandardCharsets.UTF_8));
    }

    private void inBatch(Consumer<WriteTx> work) {
        try (WriteTx tx = backend.begin()) {
            work.accept(tx);
            tx.commit();
        }
    }
}
