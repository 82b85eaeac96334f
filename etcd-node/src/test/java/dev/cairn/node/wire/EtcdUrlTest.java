// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Both tables were printed by etcd 3.6's own {@code types.NewURLs}, built with Go 1.26. */
class EtcdUrlTest {
    private static final Map<String, String> TAKEN = Map.ofEntries(
            Map.entry("http://my_host:2380", "http://my_host:2380"),
            Map.entry("https://my_host:2380", "https://my_host:2380"),
            Map.entry("  http://127.0.0.1:2380 ", "http://127.0.0.1:2380"),
            Map.entry("HTTP://Host:2380", "http://Host:2380"),
            Map.entry("http://a.b-c~d:1", "http://a.b-c~d:1"),
            Map.entry("http://[::1]:2380", "http://[::1]:2380"),
            Map.entry("http://[fe80::1%25eth0]:2380", "http://[fe80::1%25eth0]:2380"),
            Map.entry("https://[::ffff:1.2.3.4]:2380", "https://[::ffff:1.2.3.4]:2380"),
            Map.entry("http://:2380", "http://:2380"),
            Map.entry("http://a*b:1", "http://a*b:1"),
            Map.entry("http://a,b:1", "http://a,b:1"),
            Map.entry("unix://localhost:2380", "unix://localhost:2380"),
            Map.entry("unixs://localhost:2380", "unixs://localhost:2380"),
            Map.entry("unix:///run/etcd.sock", "unix:///run/etcd.sock"),
            Map.entry("unix://run/etcd.sock", "unix://run/etcd.sock"),
            Map.entry("unix://my_host:1", "unix://my_host:1"));

    private static final Map<String, String> REFUSED = Map.ofEntries(
            Map.entry("http://[fe80::1%eth0]:2380", "parse \"http://[fe80::1%eth0]:2380\": invalid URL escape \"%et\""),
            Map.entry("http://[fe80::1%25a%252]:1", "parse \"http://[fe80::1%25a%252]:1\": invalid URL escape \"%25\""),
            Map.entry("http://a:2380/", "URL must not contain a path: http://a:2380/"),
            Map.entry("http://a:2380/path", "URL must not contain a path: http://a:2380/path"),
            Map.entry("http://a", "URL address does not have the form \"host:port\": http://a"),
            Map.entry("http://a:b", "parse \"http://a:b\": invalid port \":b\" after host"),
            Map.entry("http://a:-1", "parse \"http://a:-1\": invalid port \":-1\" after host"),
            Map.entry("http://a:1:2", "URL address does not have the form \"host:port\": http://a:1:2"),
            Map.entry("http://::1:2380", "URL address does not have the form \"host:port\": http://::1:2380"),
            Map.entry("http://[::1]", "URL address does not have the form \"host:port\": http://[::1]"),
            Map.entry("http://[::1", "parse \"http://[::1\": missing ']' in host"),
            Map.entry("http://[127.0.0.1]:1", "parse \"http://[127.0.0.1]:1\": invalid IP-literal"),
            Map.entry(
                    "http://[host]:1",
                    "parse \"http://[host]:1\": invalid host: ParseAddr(\"host\"): unable to parse IP"),
            Map.entry("http://x[::1]:1", "parse \"http://x[::1]:1\": invalid IP-literal"),
            Map.entry("http:a:2380", "URL address does not have the form \"host:port\": http:a:2380"),
            Map.entry("http:/a:2380", "URL address does not have the form \"host:port\": http:/a:2380"),
            Map.entry("http://", "URL address does not have the form \"host:port\": http://"),
            Map.entry("http://a b:1", "parse \"http://a b:1\": invalid character \" \" in host name"),
            Map.entry("http://a%20b:1", "parse \"http://a%20b:1\": invalid URL escape \"%20\""),
            Map.entry("http://a%5fb:1", "parse \"http://a%5fb:1\": invalid URL escape \"%5f\""),
            Map.entry("http://a\tb:1", "parse \"http://a\\tb:1\": net/url: invalid control character in URL"),
            Map.entry("http://a|b:1", "parse \"http://a|b:1\": invalid character \"|\" in host name"),
            Map.entry("http://a\\b:1", "parse \"http://a\\\\b:1\": invalid character \"\\\\\" in host name"),
            Map.entry("", "URL scheme must be http, https, unix, or unixs: "),
            Map.entry("127.0.0.1:2380", "parse \"127.0.0.1:2380\": first path segment in URL cannot contain colon"),
            Map.entry("localhost:2380", "URL scheme must be http, https, unix, or unixs: localhost:2380"),
            Map.entry(":2380", "parse \":2380\": missing protocol scheme"),
            Map.entry("my_host:2380", "parse \"my_host:2380\": first path segment in URL cannot contain colon"),
            Map.entry("//a:2380", "URL scheme must be http, https, unix, or unixs: //a:2380"),
            Map.entry("ftp://a:2380", "URL scheme must be http, https, unix, or unixs: ftp://a:2380"),
            Map.entry("1http://a:1", "parse \"1http://a:1\": first path segment in URL cannot contain colon"));

    /** Taken by etcd, which then can neither listen on them nor dial them, or ignores a part. */
    private static final List<String> REFUSED_HERE_ONLY = List.of(
            "http://a:2380?x=1",
            "http://a:2380#f",
            "http://a:2380?",
            "http://u:p@a:2380",
            "http://a:99999",
            "http://a:",
            "http://ä:1",
            "unix:run",
            "unix://",
            "http://a:02380");

    @Test
    void whatEtcdTakesIsTakenAndPrintedAsGoDoes() {
        TAKEN.forEach((given, printed) -> assertThat(EtcdUrl.parse(given)).hasToString(printed));
    }

    @Test
    void whatEtcdRefusesIsRefusedInItsWords() {
        REFUSED.forEach((given, error) -> assertThatThrownBy(() -> EtcdUrl.parse(given))
                .as(given)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(error));
    }

    @Test
    void whatNobodyCouldDialIsRefused() {
        for (String given : REFUSED_HERE_ONLY) {
            assertThatThrownBy(() -> EtcdUrl.parse(given))
                    .as(given)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(given);
        }
    }

    @Test
    void hostsAndPortsAreThoseThatAreDialled() {
        assertThat(EtcdUrl.parse("http://my_host:2380")).isEqualTo(new EtcdUrl("http", "my_host", 2380, null));
        assertThat(EtcdUrl.parse("https://[::1]:0")).isEqualTo(new EtcdUrl("https", "::1", 0, null));
        assertThat(EtcdUrl.parse("https://[fe80::1%25eth0]:1").host()).isEqualTo("fe80::1%eth0");
        assertThat(EtcdUrl.parse("https://[fe80::1%25eth0]:1").authority()).isEqualTo("[fe80::1%25eth0]:1");
    }

    /** etcd's peers take what stands for host and port as the path, and the name for their certificates. */
    @Test
    void socketIsAFileWithTheNameOfItsCertificate() {
        assertThat(EtcdUrl.parse("unix:///run/etcd.sock"))
                .isEqualTo(new EtcdUrl("unix", "localhost", -1, "/run/etcd.sock"));
        assertThat(EtcdUrl.parse("unixs://my_host:2380"))
                .isEqualTo(new EtcdUrl("unixs", "my_host", 2380, "my_host:2380"));
        assertThat(EtcdUrl.parse("unixs://my_host:2380").isTls()).isTrue();
    }

    @Test
    void severalAreSortedByTheirText() {
        assertThat(EtcdUrl.parseAll(List.of(" http://b:1", "HTTP://a:2", "http://a:10")))
                .extracting(EtcdUrl::toString)
                .containsExactly("http://a:10", "http://a:2", "http://b:1");
        assertThatThrownBy(() -> EtcdUrl.parseAll(List.of())).hasMessage("no valid URLs given");
    }
}
