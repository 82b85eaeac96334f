// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.cairn.node.testkit.CairnEtcd;
import dev.cairn.node.testkit.Eventually;
import dev.cairn.node.testkit.FileTree;
import dev.cairn.node.wire.etcdserverpb.ClusterGrpc;
import dev.cairn.node.wire.etcdserverpb.Member;
import dev.cairn.node.wire.etcdserverpb.MemberAddRequest;
import dev.cairn.node.wire.etcdserverpb.MemberListRequest;
import dev.cairn.node.wire.etcdserverpb.MemberRemoveRequest;
import dev.cairn.node.wire.etcdserverpb.PutRequest;
import dev.cairn.node.wire.etcdserverpb.RangeRequest;
import dev.cairn.testkit.Program;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three real processes that lose each other, their disks, or their majority. */
class ClusterIT {
    private static final long PATIENCE_SECONDS = 90;
    private static final int KEYS = 50;

    @TempDir
    Path directory;

    private final List<CairnEtcd> members = new ArrayList<>();

    @AfterEach
    void stopAll() {
        members.forEach(CairnEtcd::close);
    }

    @Test
    void allMembersKilledAtOnceAndStartedAgainHaveEverything() {
        startThree();
        putAll("before");
        members.forEach(CairnEtcd::kill);
        inParallel(CairnEtcd::start);
        for (CairnEtcd member : members) {
            assertThat(count(member, "before")).isEqualTo(KEYS);
        }
        putAll("after");
    }

    @Test
    void aWipedMemberIsRefusedUnderItsOldIdAndComesBackUnderANewOne() throws IOException {
        startThree();
        putAll("before");
        CairnEtcd wiped = members.get(2);
        wiped.kill();
        FileTree.delete(wiped.dataDir());
        Program.Outcome refused = wiped.refusal();
        assertThat(refused.exitCode()).isNotZero();
        assertThat(refused.err())
                .contains("\"error\":\"member " + hex(idOf("m2")) + " has already been bootstrapped")
                .contains(wiped.dataDir().toString());

        retried(() -> cluster(members.get(0))
                .memberRemove(MemberRemoveRequest.newBuilder().setID(idOf("m2")).build()));
        retried(() -> cluster(members.get(0))
                .memberAdd(MemberAddRequest.newBuilder()
                        .addPeerURLs(wiped.peerUrl())
                        .build()));
        FileTree.delete(wiped.dataDir());
        wiped.with("--initial-cluster-state=existing").start();
        assertThat(count(wiped, "before")).isEqualTo(KEYS);
        members.get(0).kill();
        putAll("without the first");
        assertThat(count(wiped, "without")).isEqualTo(KEYS);
    }

    @Test
    void theLastMemberGoesOnAloneByForceAndGrowsAgain() {
        startThree();
        putAll("before");
        members.forEach(CairnEtcd::kill);
        try (CairnEtcd survivor = members.get(1)) {
            survivor.with("--force-new-cluster").start();
            assertThat(count(survivor, "before")).isEqualTo(KEYS);
            assertThat(list(survivor)).extracting(Member::getName).containsExactly("m1");
            put(survivor, "alone");
            assertThat(survivor.stop()).isZero();

            survivor.with("--force-new-cluster=false").start();
            assertThat(count(survivor, "alone")).isOne();
            CairnEtcd joining = new CairnEtcd(directory.resolve("m3"));
            members.add(joining);
            retried(() -> cluster(survivor)
                    .memberAdd(MemberAddRequest.newBuilder()
                            .addPeerURLs(joining.peerUrl())
                            .build()));
            joining.with(
                            "--name=m3",
                            "--initial-cluster=m1=" + survivor.peerUrl() + ",m3=" + joining.peerUrl(),
                            "--initial-cluster-state=existing")
                    .start();
            assertThat(count(joining, "before")).isEqualTo(KEYS);
        }
    }

    private void startThree() {
        for (int i = 0; i < 3; i++) {
            members.add(new CairnEtcd(directory.resolve("m" + i)));
        }
        List<String> peers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            peers.add("m" + i + "=" + members.get(i).peerUrl());
        }
        for (int i = 0; i < 3; i++) {
            members.get(i).with("--name=m" + i, "--initial-cluster=" + String.join(",", peers), "--snapshot-count=20");
        }
        inParallel(CairnEtcd::start);
    }

    private void inParallel(java.util.function.Consumer<CairnEtcd> action) {
        List<Thread> threads = members.stream()
                .map(member -> Thread.ofVirtual().start(() -> action.accept(member)))
                .toList();
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        assertThat(members).allMatch(CairnEtcd::isAlive);
    }

    /** To the second member, which every story here keeps. */
    private void putAll(String prefix) {
        for (int i = 0; i < KEYS; i++) {
            put(members.get(1), prefix + i);
        }
    }

    private static void put(CairnEtcd member, String key) {
        PutRequest request = PutRequest.newBuilder()
                .setKey(ByteString.copyFromUtf8(key))
                .setValue(ByteString.copyFromUtf8("value"))
                .build();
        retried(() -> member.kv().put(request));
    }

    /** Linearizable. */
    private static long count(CairnEtcd member, String prefix) {
        ByteString key = ByteString.copyFromUtf8(prefix);
        RangeRequest request = RangeRequest.newBuilder()
                .setKey(key)
                .setRangeEnd(key.concat(ByteString.copyFrom(new byte[] {(byte) 0xff})))
                .setCountOnly(true)
                .build();
        return retried(() -> member.kv().range(request)).getCount();
    }

    private static ClusterGrpc.ClusterBlockingStub cluster(CairnEtcd member) {
        return ClusterGrpc.newBlockingStub(member.channel()).withDeadlineAfter(20, TimeUnit.SECONDS);
    }

    private static List<Member> list(CairnEtcd member) {
        return retried(() -> cluster(member).memberList(MemberListRequest.getDefaultInstance()))
                .getMembersList();
    }

    private long idOf(String name) {
        return list(members.get(0)).stream()
                .filter(member -> member.getName().equals(name))
                .findFirst()
                .orElseThrow()
                .getID();
    }

    private static String hex(long id) {
        return Long.toHexString(id);
    }

    /** While a leader is being elected, or a member is not yet known to be healthy. */
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
