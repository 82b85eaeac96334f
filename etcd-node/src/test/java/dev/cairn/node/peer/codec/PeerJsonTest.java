// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.peer.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.node.server.PeerClient.VersionsAnswer;
import dev.cairn.node.wire.etcdserverpb.HashKVResponse;
import dev.cairn.node.wire.etcdserverpb.ResponseHeader;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class PeerJsonTest {
    @Test
    void versionsReadAsEtcdWritesThem() throws Exception {
        String text = "{\"etcdserver\":\"3.6.14\",\"etcdcluster\":\"3.6.0\",\"storage\":\"3.6.0\"}";
        VersionsAnswer versions = new VersionsAnswer("3.6.14", "3.6.0", "3.6.0");
        assertThat(PeerJson.versions(versions)).isEqualTo(text);
        assertThat(PeerJson.readVersions(text)).isEqualTo(versions);
        VersionsAnswer early = new VersionsAnswer("3.5.33", null, null);
        assertThat(PeerJson.versions(early)).isEqualTo("{\"etcdserver\":\"3.5.33\",\"etcdcluster\":\"not_decided\"}");
        assertThat(PeerJson.readVersions(PeerJson.versions(early))).isEqualTo(early);
    }

    @Test
    void hashesAreNumbersWithoutSign() throws Exception {
        HashKVResponse response = HashKVResponse.newBuilder()
                .setHeader(ResponseHeader.newBuilder().setRevision(12))
                .setHash(-1)
                .setHashRevision(11)
                .build();
        String text = "{\"header\":{\"revision\":12},\"hash\":4294967295,\"hash_revision\":11}";
        assertThat(PeerJson.hashKv(response)).isEqualTo(text);
        assertThat(PeerJson.readHashKv(text)).isEqualTo(response);
        assertThat(PeerJson.readHashKv("{\"header\":{\"cluster_id\":14841639068965178418,\"revision\":12},"
                                + "\"hash\":4294967295,\"hash_revision\":11}")
                        .getHeader()
                        .getClusterId())
                .isEqualTo(Long.parseUnsignedLong("14841639068965178418"));
        assertThat(PeerJson.hashKvRequest(0)).isEqualTo("{}");
        assertThat(PeerJson.readHashKvRequest("{\"revision\":7}")).isEqualTo(7);
    }

    @Test
    void nonsenseIsRefused() {
        for (String bad : List.of("", "[]", "{\"revision\":\"x\"}", "{\"revision\":")) {
            assertThatThrownBy(() -> PeerJson.readHashKvRequest(bad)).as(bad).isInstanceOf(IOException.class);
        }
        assertThatThrownBy(() -> PeerJson.readVersions("{}")).isInstanceOf(IOException.class);
    }
}
