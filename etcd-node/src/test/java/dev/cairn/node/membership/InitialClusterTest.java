// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InitialClusterTest {
    private static final InitialCluster TWO = InitialCluster.parse("b=http://b:1,a=http://a_1:2,a=https://[::1]:3,");
    private static final HostResolver ONE_HOST =
            host -> host.equals("b") || host.equals("bee") ? List.of("10.0.0.2") : List.of();

    @Test
    void namesMayHaveSeveralUrls() {
        assertThat(TWO.peerUrls("a")).containsExactly("http://a_1:2", "https://[::1]:3");
        assertThat(TWO.othersPeerUrls("b")).containsExactly("http://a_1:2", "https://[::1]:3");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|--initial-cluster names no member",
                "a|--initial-cluster: \"a\" is not of the form name=url",
                "a=|--initial-cluster: \"a=\" is not of the form name=url",
                "=http://a:1|is not of the form name=url",
                "a=http://a|member a: URL address does not have the form \"host:port\": http://a",
                "a=http://a:99999|member a: URL address does not have the form \"host:port\": http://a:99999",
                "a=ftp://a:1|member a: URL scheme must be http, https, unix, or unixs: ftp://a:1",
                "a=a:1|member a: URL scheme must be http, https, unix, or unixs: a:1",
                "a=10.0.0.1:2380|member a: parse \"10.0.0.1:2380\": first path segment in URL cannot contain colon",
                "a=http://a:1/x|member a: URL must not contain a path: http://a:1/x",
                "a=http://a:1,b=http://a:1|URL http://a:1 is given twice, for a and b",
                "a=http://a:1,a=http://a:1|URL http://a:1 is given twice, for a and a"
            })
    void badFlagIsAnsweredByWhatIsWrongWithIt(String flag, String message) {
        assertThatThrownBy(() -> InitialCluster.parse(flag))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void ownNameMustBeThereWithTheAdvertisedUrls() {
        TWO.checkAdvertised("b", List.of("http://b:1"), HostResolver.NONE);
        TWO.checkAdvertised("b", List.of("http://bee:1"), ONE_HOST);
        assertThatThrownBy(() -> TWO.checkAdvertised("c", List.of("http://b:1"), HostResolver.NONE))
                .hasMessageContaining("couldn't find local name \"c\" in the initial cluster configuration");
        assertThatThrownBy(() -> TWO.checkAdvertised("b", List.of("http://bee:1"), HostResolver.NONE))
                .hasMessageContaining("--initial-advertise-peer-urls says [http://bee:1]");
        assertThatThrownBy(() -> TWO.checkAdvertised("b", List.of("http://bee:2"), ONE_HOST))
                .hasMessageContaining("--initial-advertise-peer-urls");
    }

    @Test
    void joiningMemberTakesTheIdsOfTheRunningCluster() {
        List<ClusterMember> running = List.of(
                new ClusterMember(9, List.of("https://[::1]:3", "http://a_1:2"), false, "old", List.of("http://a:9")),
                ClusterMember.added(5, List.of("http://b:1"), true));
        assertThat(TWO.match(running, HostResolver.NONE))
                .containsExactly(
                        running.get(1).withAttributes("b", List.of()),
                        running.get(0).withAttributes("a", List.of("http://a:9")));
    }

    @Test
    void joiningMemberRefusesAClusterThatIsNotTheOneNamed() {
        ClusterMember a = ClusterMember.added(9, List.of("http://a_1:2", "https://[::1]:3"), false);
        assertThatThrownBy(() -> TWO.match(List.of(a), HostResolver.NONE))
                .hasMessageStartingWith("member count is unequal: --initial-cluster names 2 members [a, b]");
        ClusterMember stranger = ClusterMember.added(5, List.of("http://c:1"), false);
        assertThatThrownBy(() -> TWO.match(List.of(a, stranger), ONE_HOST))
                .hasMessageStartingWith("unmatched member while checking PeerURLs: --initial-cluster has b");
    }

    @Test
    void socketsAreUrlsToo() {
        assertThat(InitialCluster.parse("a=unix:///tmp/a.sock").peerUrls("a")).containsExactly("unix:///tmp/a.sock");
    }
}
