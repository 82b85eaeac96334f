// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.cairn.node.testkit.Eventually;
import dev.cairn.node.wire.etcdserverpb.KVGrpc;
import dev.cairn.node.wire.etcdserverpb.PutRequest;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What large events take while clients do not read them. */
class WatchSharingTest {
    private static final int EVENT_BYTES = 1_400_000;
    private static final long HEAP_BYTES = 16L * 1024 * 1024;

    private final ApiFixture api = ApiFixture.plain(HEAP_BYTES);

    @AfterEach
    void stop() throws Exception {
        api.close();
    }

    @Test
    void anEventThatManyStreamsHaveUnderWayIsThereOnce() throws Exception {
        List<WatchClient> watches = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            watches.add(watch("k"));
        }
        WatchClient last = watch("other");
        put("k");
        Eventually.within(20, "in time", () -> used() > 0);
        put("other");
        assertThat(last.next().getEventsCount()).isEqualTo(1);
        assertThat(used()).isBetween((double) EVENT_BYTES, 1.1 * EVENT_BYTES);
        for (WatchClient each : watches) {
            assertThat(each.next().getEvents(0).getKv().getValue().size()).isEqualTo(EVENT_BYTES);
        }
        Eventually.within(20, "in time", () -> used() == 0);
    }

    @Test
    void streamsThatFindNoRoomWaitWithoutTheirEvents() throws Exception {
        List<WatchClient> watches = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            watches.add(watch("k" + i));
        }
        for (int i = 0; i < 8; i++) {
            put("k" + i);
        }
        Eventually.within(20, "in time", () -> used() > 0);
        assertThat(used()).as("a limit of 2 MiB, and what began below it").isLessThan(2.1 * EVENT_BYTES);
        for (WatchClient each : watches) {
            assertThat(each.next().getEvents(0).getKv().getValue().size()).isEqualTo(EVENT_BYTES);
        }
        Eventually.within(20, "in time", () -> used() == 0);
    }

    @Test
    void aConnectionThatHoldsUpTheOthersIsCutOff() throws Exception {
        WatchClient first = watch("first");
        WatchClient second = watch("second");
        WatchClient third = watch("third");
        put("first");
        Eventually.within(20, "in time", () -> used() > 0);
        put("second");
        Eventually.within(20, "in time", () -> used() > 1.5 * EVENT_BYTES);
        put("third");
        for (int i = 0; i < 200; i++) {
            api.server.onTick();
        }
        assertThat(Status.fromThrowable(first.endAfterReading()).getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(third.next().getEventsCount()).isEqualTo(1);
        assertThat(second.next().getEventsCount()).isEqualTo(1);
    }

    /** On a connection of its own. */
    private WatchClient watch(String key) throws InterruptedException {
        WatchClient watch = WatchClient.open(api.narrowChannel(), false);
        watch.create(key, 0);
        assertThat(watch.next().getCreated()).isTrue();
        return watch;
    }

    private void put(String key) {
        KVGrpc.newBlockingStub(api.channel())
                .put(PutRequest.newBuilder()
                        .setKey(ByteString.copyFromUtf8(key))
                        .setValue(ByteString.copyFrom(new byte[EVENT_BYTES]))
                        .build());
    }

    private double used() {
        return api.registry
                .get("cairn_client_bytes")
                .tag("kind", "events")
                .gauge()
                .value();
    }
}
