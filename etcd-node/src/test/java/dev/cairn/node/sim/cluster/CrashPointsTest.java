// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.sim.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.cairn.node.membership.HostResolver;
import dev.cairn.node.membership.MemberIds;
import dev.cairn.node.raft.ConfState;
import dev.cairn.node.raft.HardState;
import dev.cairn.node.raft.SnapshotMetadata;
import dev.cairn.node.server.Paces;
import dev.cairn.node.server.ServerConfig;
import dev.cairn.node.server.start.Founding;
import dev.cairn.node.server.start.ImageInstaller;
import dev.cairn.node.server.start.InitialFlags;
import dev.cairn.node.server.start.MemberDirectory;
import dev.cairn.node.server.start.MemberStart;
import dev.cairn.node.server.start.Recovered;
import dev.cairn.node.server.start.StoreOpening;
import dev.cairn.node.storage.Backend;
import dev.cairn.node.testkit.MemoryBackend;
import dev.cairn.node.testkit.PowerCut;
import dev.cairn.node.testkit.SimDisk;
import dev.cairn.node.testkit.StoredKeys;
import dev.cairn.node.wal.WalDirectory;
import dev.cairn.node.wal.WalSnapshot;
import dev.cairn.node.wire.etcdserverpb.RangeRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The power fails in every single side effect of a first start and of an installation, and comes back in several ways. */
class CrashPointsTest {
    private static final int WAYS_TO_COME_BACK = 6;
    private static final int OLD_KEYS = 3;
    private static final int NEW_KEYS = 40;
    private static final String URL = "http://m1:2380";
    private static final String TOKEN = "token";
    private static final SnapshotMetadata RECEIVED =
            new SnapshotMetadata(ConfState.ofVoters(List.of(1L, 2L)), 5_000, 4);

    private final SimSettings settings =
            SimSettings.draw(new SplittableRandom(1), false, 0).withHabits(SimSettings.Habits.NONE);
    private final ServerConfig config = settings.config("m1", URL);
    private final StoreOpening opening = new StoreOpening(config, settings.memory());
    private SimDisk disk;
    private SimStores stores;

    /** The process of a member from its start on. */
    private record Running(Recovered recovered, ImageInstaller images) {}

    @BeforeEach
    void emptyMachine() {
        disk = new SimDisk();
        stores = new SimStores("m1", disk, () -> {});
    }

    private Running start() {
        WalDirectory log = new WalDirectory(disk, SimMember.LOG, settings.segmentSizeBytes());
        MemberDirectory directory = MemberDirectory.open(disk, SimStart.DATA, log, stores);
        ImageInstaller images = new ImageInstaller(directory, opening, new Paces(() -> 0, nanos -> {}), Runnable::run);
        Founding founding = new Founding(
                new InitialFlags("m1=" + URL, TOKEN, true), config, SimStart.DATA, null, HostResolver.NONE);
        return new Running(new MemberStart(directory, opening, founding, images, null).recover(false), images);
    }

    private void endProcess() {
        disk.endProcess();
        stores.crash();
    }

    private void powerIsBack(int way) {
        disk.restart(new SplittableRandom(way));
        stores.crash();
    }

    @Test
    void aPowerCutInAnySideEffectOfAFirstStartLeavesADirectoryThatStarts() {
        long before = disk.operations();
        start();
        long sideEffects = disk.operations() - before;
        assertThat(sideEffects).isGreaterThan(20);
        for (long point = 1; point <= sideEffects; point++) {
            for (int way = 0; way < WAYS_TO_COME_BACK; way++) {
                emptyMachine();
                disk.cutPowerAfter(point);
                assertThat(isCut(this::start)).as("side effect %s", point).isTrue();
                powerIsBack(way);
                assertThat(start().recovered().memberId())
                        .as("side effect %s", point)
                        .isEqualTo(MemberIds.ofBootstrap(List.of(URL), TOKEN));
                assertThat(disk.exists(SimStart.DATA.resolve("member/cairn.json")))
                        .isTrue();
            }
        }
    }

    private static boolean isCut(Runnable action) {
        try {
            action.run();
            return false;
        } catch (PowerCut cut) {
            return true;
        }
    }

    @Test
    void aPowerCutInAnySideEffectOfAnInstallationLeavesTheOldStoreOrTheNewOne() throws IOException {
        byte[] image = image();
        Running undisturbed = withOldStore();
        long before = disk.operations();
        receive(undisturbed, image);
        long received = disk.operations() - before;
        install(undisturbed);
        long sideEffects = disk.operations() - before;
        assertThat(sideEffects).isGreaterThan(received + 10);
        for (long point = 1; point <= sideEffects; point++) {
            for (int way = 0; way < WAYS_TO_COME_BACK; way++) {
                emptyMachine();
                Running running = withOldStore();
                disk.cutPowerAfter(point);
                assertThat(isCut(() -> {
                            receive(running, image);
                            install(running);
                        }))
                        .as("side effect %s", point)
                        .isTrue();
                powerIsBack(way);
                int first = keysAfterStart(point);
                assertThat(first)
                        .as("side effect %s", point)
                        .isIn(point > received ? List.of(NEW_KEYS) : List.of(OLD_KEYS, NEW_KEYS));
                endProcess();
                assertThat(keysAfterStart(point))
                        .as("side effect %s, once more", point)
                        .isEqualTo(first);
            }
        }
    }

    private Running withOldStore() {
        StoredKeys.fill(start().recovered().features().backend(), OLD_KEYS);
        endProcess();
        return start();
    }

    /** Until the log knows of it: from then on the snapshot must not be lost. */
    private static void receive(Running running, byte[] image) {
        try {
            running.images().receive(RECEIVED.index(), new ByteArrayInputStream(image));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        running.recovered().wal().append(new HardState(RECEIVED.term(), 0, RECEIVED.index()), List.of());
        running.recovered()
                .wal()
                .saveSnapshot(new WalSnapshot(RECEIVED.index(), RECEIVED.term(), RECEIVED.confState()));
    }

    private static void install(Running running) {
        Backend fresh = running.images().install(RECEIVED).backend();
        fresh.flush();
        running.images().release(RECEIVED.index());
    }

    private int keysAfterStart(long point) {
        Recovered recovered = start().recovered();
        ByteString all = ByteString.copyFrom(new byte[1]);
        int keys = Math.toIntExact(recovered
                .features()
                .mvcc()
                .range(RangeRequest.newBuilder()
                        .setKey(all)
                        .setRangeEnd(all)
                        .setCountOnly(true)
                        .build())
                .count());
        assertThat(recovered.features().applied().position().index())
                .as("side effect %s", point)
                .isEqualTo(keys == NEW_KEYS ? RECEIVED.index() : 0);
        return keys;
    }

    private static byte[] image() throws IOException {
        try (Backend source = new MemoryBackend()) {
            return StoredKeys.image(source, NEW_KEYS);
        }
    }
}
