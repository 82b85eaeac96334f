// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.node.snapshot.MembershipBlob.BlobMember;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class MembershipBlobTest {
    private static final long FIRST = 0x8e9e05c52164694dL;

    @Test
    void survivesTheWayThereAndBack() throws Exception {
        MembershipBlob blob = new MembershipBlob(
                List.of(
                        new BlobMember(5, List.of("http://a:2380", "http://b:2380"), true, "", List.of()),
                        new BlobMember(FIRST, List.of("http://l:2380"), false, "über \"x\"", List.of("http://l:2379"))),
                List.of(3L, -1L),
                "3.6.0");
        assertThat(MembershipBlob.decode(blob.encode())).isEqualTo(blob);
        MembershipBlob empty = new MembershipBlob(List.of(), List.of(), null);
        assertThat(MembershipBlob.decode(empty.encode())).isEqualTo(empty);
    }

    @Test
    void looksAsEtcdExpects() {
        MembershipBlob blob = new MembershipBlob(
                List.of(new BlobMember(
                        FIRST, List.of("http://localhost:2380"), false, "default", List.of("http://localhost:2379"))),
                List.of(),
                "3.6.0");
        String head = "\"CreatedIndex\":0,\"ModifiedIndex\":0,\"ExpireTime\":\"0001-01-01T00:00:00Z\",\"Value\":";
        assertThat(new String(blob.encode(), StandardCharsets.UTF_8))
                .isEqualTo("{'Root':{'Path':'/',H'','Children':{'0':{'Path':'/0',H'','Children':{"
                                .replace('\'', '"')
                                .replace("H", head)
                        + "'members':{'Path':'/0/members',H'','Children':{'8e9e05c52164694d':{"
                                .replace('\'', '"')
                                .replace("H", head)
                        + "'Path':'/0/members/8e9e05c52164694d',H'','Children':{'raftAttributes':{"
                                .replace('\'', '"')
                                .replace("H", head)
                        + "'Path':'/0/members/8e9e05c52164694d/raftAttributes',H"
                                .replace('\'', '"')
                                .replace("H", head)
                        + "\"{\\\"peerURLs\\\":[\\\"http://localhost:2380\\\"]}\",\"Children\":null},\"attributes\":{"
                        + "'Path':'/0/members/8e9e05c52164694d/attributes',H"
                                .replace('\'', '"')
                                .replace("H", head)
                        + "\"{\\\"name\\\":\\\"default\\\",\\\"clientURLs\\\":[\\\"http://localhost:2379\\\"]}\","
                        + "'Children':null}}}}},'version':{'Path':'/0/version',H'3.6.0','Children':null}}},"
                                .replace('\'', '"')
                                .replace("H", head)
                        + "'1':{'Path':'/1',H'','Children':{}}}},'CurrentIndex':1,'Stats':{},'CurrentVersion':2}"
                                .replace('\'', '"')
                                .replace("H", head));
    }

    @Test
    void whatIsNoStoreIsRefused() {
        for (String bad : List.of(
                "",
                "[]",
                "{}",
                "{\"Root\":{\"Children\":{\"0\":{\"Children\":{\"members\":" + "{\"Children\":{\"zz\":{}}}}}}}}",
                "{\"Root\":{\"Children\":{\"0\":{\"Children\":{\"members\":"
                        + "{\"Children\":{\"5\":{\"Children\":{}}}}}}}}}")) {
            assertThatThrownBy(() -> MembershipBlob.decode(bad.getBytes(StandardCharsets.UTF_8)))
                    .as(bad)
                    .isInstanceOf(IOException.class);
        }
    }
}
