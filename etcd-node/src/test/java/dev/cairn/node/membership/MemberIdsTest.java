// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class MemberIdsTest {
    /** 1984-12-23T15:04:05Z. */
    private static final long ADDED_AT_SECONDS = 472662245L;

    @Test
    void memberIdsAreThoseOfEtcd() {
        List<String> url = List.of("http://10.0.0.8:2379");
        assertThat(MemberIds.ofBootstrap(url, "")).isEqualTo(Long.parseUnsignedLong("14544069596553697298"));
        assertThat(MemberIds.ofAdded(url, ADDED_AT_SECONDS)).isEqualTo(2448790162483548276L);
        assertThat(MemberIds.ofAdded(url, "etcd", ADDED_AT_SECONDS)).isEqualTo(6973882743191604649L);
        assertThat(MemberIds.text(MemberIds.ofBootstrap(List.of("http://localhost:2380"), "etcd-cluster")))
                .isEqualTo("8e9e05c52164694d");
    }

    @Test
    void orderOfUrlsDoesNotMatter() {
        List<String> urls = List.of("http://10.0.0.2:2379", "http://10.0.0.1:2379");
        assertThat(MemberIds.ofBootstrap(urls, ""))
                .isEqualTo(MemberIds.ofBootstrap(urls.reversed(), ""))
                .isEqualTo(Long.parseUnsignedLong("16552244735972308939"));
    }

    @Test
    void clusterIdsAreThoseOfEtcd() {
        assertThat(MemberIds.text(MemberIds.ofCluster(List.of(MemberIds.parse("8e9e05c52164694d")))))
                .isEqualTo("cdf818194e3a8c32");
        InitialCluster three = InitialCluster.parse(
                "infra1=http://127.0.0.1:12380,infra2=http://127.0.0.1:22380,infra3=http://127.0.0.1:32380");
        assertThat(three.members("etcd-cluster"))
                .extracting(member -> member.name() + " " + MemberIds.text(member.id()))
                .containsExactlyInAnyOrder(
                        "infra2 "
                                + MemberIds.text(
                                        MemberIds.ofBootstrap(List.of("http://127.0.0.1:22380"), "etcd-cluster")),
                        "infra1 "
                                + MemberIds.text(
                                        MemberIds.ofBootstrap(List.of("http://127.0.0.1:12380"), "etcd-cluster")),
                        "infra3 "
                                + MemberIds.text(
                                        MemberIds.ofBootstrap(List.of("http://127.0.0.1:32380"), "etcd-cluster")));
        assertThat(three.members("etcd-cluster"))
                .extracting(member -> MemberIds.text(member.id()))
                .containsExactly("628170c800dbcee", "9e737febb6b99eee", "ddd67b312462fd7b");
        assertThat(MemberIds.text(three.clusterId("etcd-cluster"))).isEqualTo("73841b4a9097c907");
    }

    @Test
    void textFormIsUnsignedAndRefusesWhatIsNoId() {
        assertThat(MemberIds.parse("ffffffffffffffff")).isEqualTo(-1L);
        assertThatThrownBy(() -> MemberIds.parse("1ffffffffffffffff")).isInstanceOf(NumberFormatException.class);
    }

    @Test
    void requestIdsCarryMemberTimeAndCounter() {
        RequestIds ids = new RequestIds(0x12, 0x3456);
        assertThat(ids.next()).isEqualTo(0x0012000000345601L);
        assertThat(ids.next()).isEqualTo(0x0012000000345602L);
    }

    @Test
    void requestIdsKeepTheirPrefixWhenTheCounterOverflows() {
        RequestIds ids = new RequestIds(0x12, (1L << 40) - 1);
        long last = 0;
        for (int i = 0; i < 256; i++) {
            last = ids.next();
        }
        assertThat(last).isEqualTo(0x0012000000000000L);
    }

    @Test
    void leaseIdsArePositive() {
        assertThat(new RequestIds(0xffff, 0x3456).nextLeaseId()).isEqualTo(0x7fff000000345601L);
        assertThat(new RequestIds(0, -1L >>> 24).nextLeaseId()).isPositive();
    }
}
