// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.cairn.node.testkit.CairnEtcd;
import dev.cairn.node.testkit.Eventually;
import dev.cairn.node.wire.etcdserverpb.ClusterGrpc;
import dev.cairn.node.wire.etcdserverpb.Member;
import dev.cairn.node.wire.etcdserverpb.MemberAddRequest;
import dev.cairn.node.wire.etcdserverpb.MemberListRequest;
import dev.cairn.node.wire.etcdserverpb.PutRequest;
import dev.cairn.node.wire.etcdserverpb.RangeRequest;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Members that know each other by names, which the JVM finds in a file as a resolver would. */
class HostNamesIT {
    private static final long PATIENCE_SECONDS = 90;
    private static final List<String> NAMES = List.of("my_host_0", "my_host_1", "my_host_2");

    @TempDir
    Path directory;

    private final List<CairnEtcd> members = new ArrayList<>();

    @AfterEach
    void stopAll() {
        members.forEach(CairnEtcd::close);
    }

    @Test
    void namesWithUnderscoresMakeACluster() throws IOException, InterruptedException {
        Path hosts = Files.writeString(
                directory.resolve("hosts"), "127.0.0.1 localhost " + String.join(" ", NAMES) + " my_host_3\n");
        List<String> cluster = new ArrayList<>();
        for (int i = 0; i < NAMES.size(); i++) {
            members.add(new CairnEtcd(directory.resolve("m" + i)).withJvmOptions("-Djdk.net.hosts.file=" + hosts));
            cluster.add("m" + i + "=" + named(i, members.get(i).peerUrl()));
        }
        for (int i = 0; i < NAMES.size(); i++) {
            CairnEtcd member = members.get(i);
            member.with(
                    "--name=m" + i,
                    "--initial-cluster=" + String.join(",", cluster),
                    "--initial-advertise-peer-urls=" + named(i, member.peerUrl()),
                    "--advertise-client-urls=" + named(i, member.endpoint()));
        }
        startAll();

        put(members.get(0), "key");
        for (CairnEtcd member : members) {
            assertThat(count(member, "key")).isOne();
        }
        assertThat(list())
                .flatExtracting(Member::getPeerURLsList)
                .containsExactlyInAnyOrderElementsOf(
                        cluster.stream().map(each -> each.substring(3)).toList());
        assertThat(added("http://my_host_3:2380").getPeerURLsList()).containsExactly("http://my_host_3:2380");
    }

    private static String named(int member, String url) {
        return "http://" + NAMES.get(member) + ":" + URI.create(url).getPort();
    }

    private void startAll() throws InterruptedException {
        List<Thread> starts = members.stream()
                .map(member -> Thread.ofVirtual().start(member::start))
                .toList();
        for (Thread start : starts) {
            start.join();
        }
        assertThat(members).allMatch(CairnEtcd::isAlive);
    }

    private static void put(CairnEtcd member, String key) {
        PutRequest request =
                PutRequest.newBuilder().setKey(ByteString.copyFromUtf8(key)).build();
        retried(() -> member.kv().put(request));
    }

    private static long count(CairnEtcd member, String key) {
        return member.kv()
                .range(RangeRequest.newBuilder()
                        .setKey(ByteString.copyFromUtf8(key))
                        .build())
                .getCount();
    }

    private List<Member> list() {
        return cluster().memberList(MemberListRequest.getDefaultInstance()).getMembersList();
    }

    private Member added(String peerUrl) {
        MemberAddRequest request = MemberAddRequest.newBuilder()
                .addPeerURLs(peerUrl)
                .setIsLearner(true)
                .build();
        return retried(() -> cluster().memberAdd(request)).getMember();
    }

    private ClusterGrpc.ClusterBlockingStub cluster() {
        return ClusterGrpc.newBlockingStub(members.get(2).channel()).withDeadlineAfter(20, TimeUnit.SECONDS);
    }

    /** While a leader is being elected, or the members are not connected for long enough to change the cluster. */
    private static <T> T retried(Supplier<T> request) {
        List<T> answer = new ArrayList<>();
        String[] why = {""};
        Eventually.within(PATIENCE_SECONDS, () -> why[0], () -> {
            try {
                answer.add(request.get());
                return true;
            } catch (StatusRuntimeException e) {
                why[0] = e.toString();
                return false;
            }
        });
        return answer.getFirst();
    }
}
