// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.node.storage.Bucket;
import dev.cairn.node.storage.WriteTx;
import dev.cairn.node.testkit.MemoryBackend;
import dev.cairn.node.wire.EtcdError;
import dev.cairn.node.wire.EtcdException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClusterMembersTest {
    private final MemoryBackend backend = new MemoryBackend();
    private final ClusterMembers members = new ClusterMembers(1);

    @BeforeEach
    void startWithTwoVotersAndALearner() {
        inBatch(tx -> {
            members.apply(tx, add(0xa, "http://a:1", false));
            members.apply(tx, add(0xb, "http://b:1", false));
            members.apply(tx, add(0xc, "http://c:1", true));
        });
    }

    @Test
    void recordsAreThoseOfEtcd() {
        inBatch(tx -> {
            members.setAttributes(tx, 0xa, "one", List.of("http://a:2"));
            members.apply(tx, new MemberChange.Remove(0xb));
            members.setClusterVersion(tx, "3.7.0");
            members.setDowngrade(tx, new DowngradeInfo("3.6.0", true));
        });
        assertThat(record(Bucket.MEMBERS, "a"))
                .isEqualTo(
                        "{\"id\":10,\"peerURLs\":[\"http://a:1\"],\"name\":\"one\",\"clientURLs\":[\"http://a:2\"]}");
        assertThat(record(Bucket.MEMBERS, "b")).isNull();
        assertThat(record(Bucket.MEMBERS_REMOVED, "b")).isEqualTo("removed");
        assertThat(record(Bucket.CLUSTER, "clusterVersion")).isEqualTo("3.7.0");
        assertThat(record(Bucket.CLUSTER, "downgrade")).isEqualTo("{\"target-version\":\"3.6.0\",\"enabled\":true}");
    }

    @Test
    void everythingIsThereAgainAfterARestart() {
        inBatch(tx -> {
            members.setAttributes(tx, 0xc, "three", List.of("http://c:2"));
            members.apply(tx, new MemberChange.Remove(0xb));
            members.setClusterVersion(tx, "3.7.0");
            members.setDowngrade(tx, new DowngradeInfo("", false));
        });
        ClusterMembers again = new ClusterMembers(1);
        again.load(backend.read());
        assertThat(again.view().members()).isEqualTo(members.view().members());
        assertThat(again.view().isRemoved(0xb)).isTrue();
        assertThat(again.view().clusterVersion()).isEqualTo("3.7.0");
        assertThat(again.view().downgrade()).isEqualTo(DowngradeInfo.NONE);
        assertThat(again.view().members()).isEqualTo(members.view().members());
    }

    @Test
    void emptyStoreHasNoMembersAndNoVersion() {
        ClusterMembers empty = new ClusterMembers(1);
        empty.load(new MemoryBackend().read());
        assertThat(empty.view().members()).isEmpty();
        assertThat(empty.view().clusterVersion()).isNull();
    }

    @Test
    void idThatLeftNeverReturns() {
        inBatch(tx -> members.apply(tx, new MemberChange.Remove(0xb)));
        assertRefused(add(0xb, "http://new:1", false), EtcdError.MEMBER_NOT_FOUND);
        assertRefused(new MemberChange.Remove(0xb), EtcdError.MEMBER_NOT_FOUND);
        members.validate(add(0xd, "http://b:1", false));
    }

    @Test
    void additionsThatCollideAreRefused() {
        assertRefused(add(0xa, "http://new:1", false), EtcdError.MEMBER_EXIST);
        assertRefused(add(0xd, "http://c:1", false), EtcdError.PEER_URL_EXIST);
        assertRefused(add(0xd, "http://d:1", true), EtcdError.TOO_MANY_LEARNERS);
        members.validate(add(0xd, "http://d:1", false));
    }

    @Test
    void promotionMakesAVoterAndOnlyOfALearner() {
        assertRefused(new MemberChange.Promote(0xa), EtcdError.MEMBER_NOT_LEARNER);
        assertRefused(new MemberChange.Promote(0xd), EtcdError.MEMBER_NOT_FOUND);
        members.validate(new MemberChange.Promote(0xc));
        inBatch(tx -> members.apply(tx, new MemberChange.Promote(0xc)));
        assertThat(members.view().learners()).isEmpty();
        assertRefused(new MemberChange.Promote(0xc), EtcdError.MEMBER_NOT_LEARNER);
    }

    @Test
    void newPeerUrlsKeepRoleAndName() {
        inBatch(tx -> members.setAttributes(tx, 0xc, "three", List.of("http://c:2")));
        assertRefused(new MemberChange.Update(0xc, List.of("http://a:1")), EtcdError.PEER_URL_EXIST);
        assertRefused(new MemberChange.Update(0xd, List.of("http://d:1")), EtcdError.MEMBER_NOT_FOUND);
        members.validate(new MemberChange.Update(0xc, List.of("http://c:1", "http://c:3")));
        inBatch(tx -> members.apply(tx, new MemberChange.Update(0xc, List.of("http://c:3"))));
        assertThat(members.view().member(0xc))
                .isEqualTo(new ClusterMember(0xc, List.of("http://c:3"), true, "three", List.of("http://c:2")));
    }

    @Test
    void attributesOfOneWhoLeftChangeNothing() {
        inBatch(tx -> members.apply(tx, new MemberChange.Remove(0xb)));
        inBatch(tx ->
                assertThat(members.setAttributes(tx, 0xb, "two", List.of())).isFalse());
        assertThat(record(Bucket.MEMBERS, "b")).isNull();
    }

    @Test
    void membersAreOrderedByUnsignedId() {
        inBatch(tx -> members.apply(tx, add(-1, "http://z:1", false)));
        assertThat(members.view().members()).extracting(ClusterMember::id).containsExactly(0xaL, 0xbL, 0xcL, -1L);
        assertThat(members.view().members().getLast().toProto().getPeerURLs(0)).isEqualTo("http://z:1");
    }

    @Test
    void viewStaysAsItWas() {
        MembersView before = members.view();
        inBatch(tx -> members.apply(tx, new MemberChange.Remove(0xa)));
        assertThat(before.member(0xa)).isNotNull();
        assertThat(before.isRemoved(0xa)).isFalse();
    }

    @Test
    void recordUnderAForeignKeyIsNamed() {
        inBatch(tx -> tx.put(Bucket.MEMBERS, bytes("d"), MemberJson.write(ClusterMember.added(0xe, List.of(), false))));
        assertThatThrownBy(() -> new ClusterMembers(1).load(backend.read()))
                .hasMessage("bucket members: the record under key d is that of member e");
    }

    private void assertRefused(MemberChange change, EtcdError error) {
        assertThatThrownBy(() -> members.validate(change))
                .isInstanceOfSatisfying(
                        EtcdException.class, e -> assertThat(e.error()).isEqualTo(error));
    }

    private static MemberChange add(long id, String url, boolean learner) {
        return new MemberChange.Add(ClusterMember.added(id, List.of(url), learner));
    }

    private void inBatch(Consumer<WriteTx> work) {
        try (WriteTx tx = backend.begin()) {
            work.accept(tx);
            tx.commit();
        }
    }

    private String record(Bucket bucket, String key) {
        byte[] value = backend.get(bucket, bytes(key));
        return value == null ? null : new String(value, StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
