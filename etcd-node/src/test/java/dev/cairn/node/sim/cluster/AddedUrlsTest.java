// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.sim.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.node.server.Caller;
import dev.cairn.node.server.Reply;
import dev.cairn.node.wire.EtcdError;
import dev.cairn.node.wire.etcdserverpb.MemberAddRequest;
import dev.cairn.node.wire.etcdserverpb.MemberAddResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** With which URLs a member gets into a cluster. */
class AddedUrlsTest {
    private static final long ELECTED_MILLIS = 5_000;
    private static final long REQUEST_TIMEOUT_MILLIS = 10_000;

    private final SimCluster cluster = oneVoter();
    private final List<Object> answers = new ArrayList<>();

    private static SimCluster oneVoter() {
        SplittableRandom random = new SplittableRandom(1);
        SimCluster cluster = new SimCluster(
                random, SimSettings.draw(random, false, 0).withVoters(1), message -> {}, (kind, place, role) -> {});
        cluster.members().forEach(SimMember::start);
        cluster.clock().runUntil(ELECTED_MILLIS);
        return cluster;
    }

    @Test
    void urlsAreKeptSortedInGoTextForm() {
        add("unix:///run/m9.sock", " HTTP://my_host:2380 ");
        assertThat(answers).isEqualTo(List.of(List.of("http://my_host:2380", "unix:///run/m9.sock")));
    }

    @Test
    void urlsThatNobodyCanDialAreRefused() {
        add();
        add("");
        add("10.0.0.9:2380");
        add("http://m9");
        add("http://:2380");
        add("http://m9:2380/path");
        add("ftp://m9:2380");
        add("http://m9:2380", "http://m 9:2380");
        assertThat(answers)
                .hasSize(8)
                .containsOnly(EtcdError.BAD_MEMBER_URLS.exception().getMessage());
    }

    private void add(String... urls) {
        MemberAddRequest request = MemberAddRequest.newBuilder()
                .addAllPeerURLs(List.of(urls))
                .setIsLearner(true)
                .build();
        cluster.leader().orElseThrow().server().membership().add(Caller.ANONYMOUS, request, new Reply<>() {
            @Override
            public void done(MemberAddResponse added) {
                answers.add(List.copyOf(added.getMember().getPeerURLsList()));
            }

            @Override
            public void failed(RuntimeException error) {
                answers.add(error.getMessage());
            }
        });
        cluster.clock().runUntil(cluster.clock().nowMillis() + REQUEST_TIMEOUT_MILLIS);
    }
}
