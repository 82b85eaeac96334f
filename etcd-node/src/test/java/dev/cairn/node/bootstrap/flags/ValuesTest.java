// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.bootstrap.flags;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.node.wire.EtcdUrl;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {
    @ParameterizedTest
    @CsvSource({
        "10m, PT10M",
        "500ms, PT0.5S",
        "1h30m, PT1H30M",
        "1.5s, PT1.5S",
        "100us, PT0.0001S",
        "100µs, PT0.0001S",
        "7ns, PT0.000000007S",
        "5000000000, PT5S",
        "0, PT0S",
        "0s, PT0S"
    })
    void durationsComeInGosForms(String text, Duration expected) {
        assertThat(Values.duration("x", text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "1d", "5 s", "m", "1h-3m", "s5", ""})
    void whatIsNoDurationIsRefusedByNameAndValue(String text) {
        assertThatThrownBy(() -> Values.duration("grpc-keepalive-interval", text))
                .isInstanceOf(BadConfigException.class)
                .hasMessage("invalid value \"" + text
                        + "\" for --grpc-keepalive-interval: expected a duration such as 10m or 500ms");
    }

    @ParameterizedTest
    @CsvSource({
        "true, true",
        "True, true",
        "TRUE, true",
        "1, true",
        "t, true",
        "'', true",
        "false, false",
        "False, false",
        "0, false",
        "F, false"
    })
    void booleansComeInGosForms(String text, boolean expected) {
        assertThat(Values.bool("x", text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes", "no", "on", "2", "tru"})
    void whatIsNoBooleanIsRefused(String text) {
        assertThatThrownBy(() -> Values.bool("pre-vote", text))
                .hasMessage("invalid value \"" + text + "\" for --pre-vote: expected true or false");
    }

    @Test
    void numbersAreWhole() {
        assertThat(Values.number("x", " 8589934592 ")).isEqualTo(8589934592L);
        assertThatThrownBy(() -> Values.number("snapshot-count", "1e5"))
                .hasMessage("invalid value \"1e5\" for --snapshot-count: expected a whole number");
    }

    @Test
    void urlsAreSeparatedByCommas() {
        assertThat(Values.urls("x", "https://10.0.0.1:2379, http://127.0.0.1:2379,unix:///run/etcd.sock"))
                .containsExactly(
                        new EtcdUrl("https", "10.0.0.1", 2379, null),
                        new EtcdUrl("http", "127.0.0.1", 2379, null),
                        new EtcdUrl("unix", "localhost", -1, "/run/etcd.sock"));
        assertThat(Values.urls("x", "")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ftp://a:1 | URL scheme must be http, https, unix, or unixs: ftp://a:1",
                "localhost:2379 | URL scheme must be http, https, unix, or unixs: localhost:2379",
                "http://localhost | URL address does not have the form \"host:port\": http://localhost",
                "http://localhost:2379/x | URL must not contain a path: http://localhost:2379/x",
            })
    void aUrlThatCannotBeUsedIsNamed(String url, String why) {
        assertThatThrownBy(() -> Values.urls("listen-client-urls", "http://127.0.0.1:1," + url))
                .hasMessage("invalid value \"" + url + "\" for --listen-client-urls: " + why);
    }
}
