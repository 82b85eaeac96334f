// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.bootstrap.flags;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigFileTest {
    @TempDir
    private Path directory;

    private final List<String> warnings = new ArrayList<>();

    private String file(String text) throws IOException {
        Path file = directory.resolve("etcd.conf.yml");
        Files.writeString(file, text);
        return file.toString();
    }

    private Flags flags(Map<String, String> environment, String... arguments) {
        FlagTable table = FlagTable.load();
        return Flags.of(table, new CommandLineFlags(table).parse(arguments), environment);
    }

    /** The keys of the sample that etcd ships, filled in as people do. */
    private static final String SAMPLE = """
            name: 'm1'
            data-dir: /var/lib/etcd
            wal-dir:
            snapshot-count: 5000
            heartbeat-interval: 100
            election-timeout: 1000
            quota-backend-bytes: 8589934592
            listen-peer-urls: http://localhost:2380
            listen-client-urls: http://localhost:2379,http://127.0.0.1:2399
            max-snapshots: 5
            max-wals: 5
            cors:
            initial-advertise-peer-urls: http://localhost:2380
            advertise-client-urls: http://localhost:2379
            discovery:
            discovery-fallback: 'proxy'
            initial-cluster: m1=http://localhost:2380
            initial-cluster-token: 'etcd-cluster'
            initial-cluster-state: 'new'
            strict-reconfig-check: false
            enable-pprof: true
            proxy: 'off'
            proxy-failure-wait: 5000
            client-transport-security:
              cert-file: server.crt
              key-file: server.key
              client-cert-auth: true
              trusted-ca-file: ca.crt
              auto-tls: false
            peer-transport-security:
              cert-file: peer.crt
              key-file: peer.key
              client-cert-auth: true
              trusted-ca-file: peer-ca.crt
              auto-tls: false
              allowed-cn: member
              allowed-hostname:
            self-signed-cert-validity: 1
            log-level: debug
            logger: zap
            log-outputs: [stderr, stdout]
            force-new-cluster: false
            auto-compaction-mode: periodic
            auto-compaction-retention: "1"
            cipher-suites: [
              TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
              TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384
            ]
            tls-min-version: 'TLS1.2'
            tls-max-version: 'TLS1.3'
            """;

    @Test
    void theSampleThatEtcdShipsIsTaken() throws IOException {
        Flags flags = flags(Map.of(), "--config-file", file(SAMPLE));
        assertThat(flags.string("name")).isEqualTo("m1");
        assertThat(flags.number("quota-backend-bytes")).isEqualTo(8589934592L);
        assertThat(flags.urls("listen-client-urls")).hasSize(2);
        assertThat(flags.bool("strict-reconfig-check")).isFalse();
        assertThat(flags.string("cert-file")).isEqualTo("server.crt");
        assertThat(flags.bool("client-cert-auth")).isTrue();
        assertThat(flags.string("peer-trusted-ca-file")).isEqualTo("peer-ca.crt");
        assertThat(flags.string("peer-cert-allowed-cn")).isEqualTo("member");
        assertThat(flags.list("cipher-suites"))
                .containsExactly("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384");
        assertThat(flags.warnings()).allMatch(each -> each.contains("has no effect"));
    }

    @Test
    void otherFlagsAndVariablesAreIgnoredBesideAFile() throws IOException {
        Flags flags = flags(Map.of("ETCD_SNAPSHOT_COUNT", "7"), "--config-file", file("name: m1"), "--name=other");
        assertThat(flags.string("name")).isEqualTo("m1");
        assertThat(flags.number("snapshot-count")).isEqualTo(10_000);
        assertThat(flags.warnings()).containsExactly("with --config-file all other flags and variables are ignored");
    }

    @Test
    void theFileMayBeNamedByItsVariable() throws IOException {
        assertThat(flags(Map.of("ETCD_CONFIG_FILE", file("name: m1"))).string("name"))
                .isEqualTo("m1");
    }

    @Test
    void unknownKeysAreWarnedAboutAndIgnored() throws IOException {
        Map<String, String> values = ConfigFile.read(
                file("name: m1\nnmae: m2\nclient-transport-security: {cert: x, cert-file: y}"), warnings);
        assertThat(values).containsOnly(Map.entry("name", "m1"), Map.entry("cert-file", "y"));
        assertThat(warnings)
                .containsExactly(
                        "unknown key nmae in the config file",
                        "unknown key client-transport-security.cert in the config file");
    }

    @Test
    void anEmptyFileSetsNothing() throws IOException {
        assertThat(ConfigFile.read(file(""), warnings)).isEmpty();
    }

    @Test
    void aFileThatCannotBeUsedIsNamed() throws IOException {
        String missing = directory.resolve("missing").toString();
        assertThatThrownBy(() -> ConfigFile.read(missing, warnings))
                .hasMessageStartingWith("cannot read --config-file " + missing);
        String list = file("- a\n- b");
        assertThatThrownBy(() -> ConfigFile.read(list, warnings))
                .hasMessage("--config-file " + list + " must hold a map of flag names to values");
        String broken = file("name: [m1");
        assertThatThrownBy(() -> ConfigFile.read(broken, warnings))
                .isInstanceOf(BadConfigException.class)
                .hasMessageStartingWith("--config-file " + broken + " is not YAML");
    }

    @Test
    void aBadValueInAFileNamesTheFile() throws IOException {
        String file = file("election-timeout: soon");
        assertThatThrownBy(() -> flags(Map.of(), "--config-file", file))
                .hasMessage("invalid value \"soon\" for --election-timeout (config file " + file
                        + "): expected a whole number");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "name: [a, b] | in name is a list, not one value",
                "data-dir: {x: 1} | in data-dir is a map, not one value",
                "log-outputs: [stderr, [x]] | in log-outputs is a list, not one value",
                "log-outputs: [stderr, ] , | is not YAML",
                "listen-client-urls: [{http: x}] | in listen-client-urls is a map, not one value",
                "client-transport-security: {cert-file: [a]} | client-transport-security.cert-file is a list, not one value",
            })
    void whatIsNoValueIsRefusedWithItsKey(String yaml, String message) throws IOException {
        String file = file(yaml);
        assertThatThrownBy(() -> flags(Map.of(), "--config-file", file))
                .isInstanceOf(BadConfigException.class)
                .hasMessageContaining(file)
                .hasMessageContaining(message);
    }
}
