// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.node.testkit.Eventually;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What HTTP/1.1 clients can make a member hold for them. */
class BoundedMemoryTest {
    private static final int PART_BYTES = 1024 * 1024;
    private static final String HEAD = "POST /v3/kv/put HTTP/1.1\r\nHost: x\r\nContent-Length: 3000000\r\n\r\n";

    /** An eighth of it is for requests. */
    private final ApiFixture api = ApiFixture.plain(64L * 1024 * 1024);

    @AfterEach
    void stop() throws Exception {
        api.close();
    }

    @Test
    void unfinishedBodiesAreHeldUpToABoundAndSmallRequestsGoOn() throws Exception {
        assertSmallPut();
        List<RawConnection> slow = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            slow.add(new RawConnection(api.port()).send(HEAD).send(new byte[PART_BYTES]));
        }
        Eventually.within(20, "in time", () -> used() > 7.9 * PART_BYTES);
        try (RawConnection one = new RawConnection(api.port())) {
            assertThat(one.send(HEAD).send(new byte[PART_BYTES]).readUntil("too many unfinished requests"))
                    .startsWith("HTTP/1.1 429");
        }
        assertSmallPut();
        assertTheRefusalReachesAClientThatGoesOnSending();
        for (RawConnection each : slow) {
            each.close();
        }
        Eventually.within(20, "in time", () -> used() == 0);
    }

    private void assertTheRefusalReachesAClientThatGoesOnSending() throws Exception {
        try (RawConnection one = new RawConnection(api.port())) {
            one.send(HEAD);
            for (int i = 0; i < 4; i++) {
                one.send(new byte[PART_BYTES / 4]);
            }
            assertThat(one.readUntil("too many unfinished requests")).startsWith("HTTP/1.1 429");
        }
    }

    private void assertSmallPut() throws Exception {
        try (RawConnection client = new RawConnection(api.port())) {
            String body = "{\"key\":\"aw==\",\"value\":\"aw==\"}";
            client.send("POST /v3/kv/put HTTP/1.1\r\nHost: x\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
            assertThat(client.readUntil("revision")).startsWith("HTTP/1.1 200");
        }
    }

    private double used() {
        return api.registry
                .get("cairn_client_bytes")
                .tag("kind", "requests")
                .gauge()
                .value();
    }
}
