// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.node.bootstrap.flags.BadConfigException;
import dev.cairn.node.bootstrap.flags.CommandLineFlags;
import dev.cairn.node.bootstrap.flags.FlagTable;
import dev.cairn.node.bootstrap.flags.Flags;
import dev.cairn.node.server.HistoryKept;
import dev.cairn.node.wire.EtcdUrl;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Command lines and environment files as people have them in unit files, kubespray and kubeadm. */
class NodeConfigTest {
    private static NodeConfig config(Map<String, String> environment, String commandLine) {
        FlagTable table = FlagTable.load();
        String[] words =
                commandLine.isBlank() ? new String[0] : commandLine.strip().split("\\s+");
        return NodeConfig.of(Flags.of(table, new CommandLineFlags(table).parse(words), environment));
    }

    @Test
    void withoutAnyFlagItIsEtcdsDefaultMember() {
        NodeConfig config = config(Map.of(), "");
        assertThat(config.dataDir()).isEqualTo(Path.of("default.etcd"));
        assertThat(config.walDir()).isEqualTo(Path.of("default.etcd/member/wal"));
        assertThat(config.listenClientUrls()).containsExactly(new EtcdUrl("http", "localhost", 2379, null));
        assertThat(config.listenPeerUrls()).containsExactly(new EtcdUrl("http", "localhost", 2380, null));
        assertThat(config.initialCluster()).isEqualTo("default=http://localhost:2380");
        assertThat(config.newCluster()).isTrue();
        assertThat(config.server().electionTicks()).isEqualTo(10);
        assertThat(config.server().quotaBytes()).isEqualTo(2L << 30);
        assertThat(config.server().autoCompaction()).isEqualTo(HistoryKept.ALL);
        assertThat(config.server().serverVersion()).startsWith("3.7.");
    }

    @Test
    void aUnitFileOfABinaryInstallationOfKubernetes() {
        NodeConfig config = config(Map.of(), """
            --name=etcd-192.168.11.16 --cert-file=/etc/kubernetes/ssl/etcd.pem --key-file=/etc/kubernetes/ssl/etcd-key.pem
            --peer-cert-file=/etc/kubernetes/ssl/etcd.pem --peer-key-file=/etc/kubernetes/ssl/etcd-key.pem
            --trusted-ca-file=/etc/kubernetes/ssl/ca.pem --peer-trusted-ca-file=/etc/kubernetes/ssl/ca.pem
            --initial-advertise-peer-urls=https://192.168.11.16:2380 --listen-peer-urls=https://192.168.11.16:2380
            --listen-client-urls=https://192.168.11.16:2379,http://127.0.0.1:2379
            --advertise-client-urls=https://192.168.11.16:2379 --initial-cluster-token=etcd-cluster-0
            --initial-cluster=etcd-192.168.11.16=https://192.168.11.16:2380,etcd-192.168.11.17=https://192.168.11.17:2380
            --initial-cluster-state=new --data-dir=/var/lib/etcd --wal-dir= --snapshot-count=50000
            --auto-compaction-retention=1 --auto-compaction-mode=periodic --max-request-bytes=10485760
            --quota-backend-bytes=8589934592\
            """);
        assertThat(config.walDir()).isEqualTo(Path.of("/var/lib/etcd/member/wal"));
        assertThat(config.listenClientUrls())
                .containsExactly(
                        new EtcdUrl("https", "192.168.11.16", 2379, null),
                        new EtcdUrl("http", "127.0.0.1", 2379, null));
        assertThat(config.initialClusterToken()).isEqualTo("etcd-cluster-0");
        assertThat(config.server().snapshotCount()).isEqualTo(50_000);
        assertThat(config.server().autoCompaction()).isEqualTo(new HistoryKept(Duration.ofHours(1), 0));
        assertThat(config.server().maxRequestBytes()).isEqualTo(10 << 20);
        assertThat(config.server().quotaBytes()).isEqualTo(8L << 30);
        assertThat(config.flags().warnings()).isEmpty();
    }

    /** Booleans as True, variables of etcd's past, one of them twice: the last wins. */
    private static final String ENVIRONMENT_FILE = """
        ETCD_STRICT_RECONFIG_CHECK=True
        ETCD_DATA_DIR=/var/lib/etcd
        ETCD_ADVERTISE_CLIENT_URLS=https://10.0.0.1:2379
        ETCD_INITIAL_ADVERTISE_PEER_URLS=https://10.0.0.1:2380
        ETCD_INITIAL_CLUSTER_STATE=existing
        ETCD_METRICS=basic
        ETCD_LISTEN_CLIENT_URLS=https://10.0.0.1:2379,https://127.0.0.1:2379
        ETCD_ELECTION_TIMEOUT=5000
        ETCD_HEARTBEAT_INTERVAL=250
        ETCD_INITIAL_CLUSTER_TOKEN=k8s_etcd
        ETCD_LISTEN_PEER_URLS=https://10.0.0.1:2380
        ETCD_NAME=etcd1
        ETCD_PROXY=off
        ETCD_INITIAL_CLUSTER=etcd1=https://10.0.0.1:2380,etcd2=https://10.0.0.2:2380,etcd3=https://10.0.0.3:2380
        ETCD_AUTO_COMPACTION_RETENTION=8
        ETCD_SNAPSHOT_COUNT=100000
        ETCD_SNAPSHOT_COUNT=10000
        ETCD_ENABLE_V2=true
        ETCD_TRUSTED_CA_FILE=/etc/ssl/etcd/ssl/ca.pem
        ETCD_CERT_FILE=/etc/ssl/etcd/ssl/member-etcd1.pem
        ETCD_KEY_FILE=/etc/ssl/etcd/ssl/member-etcd1-key.pem
        ETCD_CLIENT_CERT_AUTH=true
        ETCD_PEER_TRUSTED_CA_FILE=/etc/ssl/etcd/ssl/ca.pem
        ETCD_PEER_CERT_FILE=/etc/ssl/etcd/ssl/member-etcd1.pem
        ETCD_PEER_KEY_FILE=/etc/ssl/etcd/ssl/member-etcd1-key.pem
        ETCD_PEER_CLIENT_CERT_AUTH=True
        ETCD_LOG_OUTPUTS=stdout
        ETCD_MAX_REQUEST_BYTES=10485760
        ETCD_QUOTA_BACKEND_BYTES=8589934592
        """;

    @Test
    void anEnvironmentFileInKubespraysStyle() {
        Map<String, String> environment = new LinkedHashMap<>();
        ENVIRONMENT_FILE.lines().forEach(line -> {
            int equals = line.indexOf('=');
            environment.put(line.substring(0, equals), line.substring(equals + 1));
        });
        NodeConfig config = config(environment, "");
        assertThat(config.server().name()).isEqualTo("etcd1");
        assertThat(config.newCluster()).isFalse();
        assertThat(config.server().strictReconfigCheck()).isTrue();
        assertThat(config.server().heartbeatMillis()).isEqualTo(250);
        assertThat(config.server().electionTicks()).isEqualTo(20);
        assertThat(config.server().snapshotCount()).isEqualTo(10_000);
        assertThat(config.server().autoCompaction()).isEqualTo(new HistoryKept(Duration.ofHours(8), 0));
        assertThat(config.flags().bool("peer-client-cert-auth")).isTrue();
        assertThat(config.flags().warnings())
                .hasSize(2)
                .allMatch(each -> each.contains("has no effect"))
                .anyMatch(each -> each.startsWith("--proxy "))
                .anyMatch(each -> each.startsWith("--enable-v2 "));
    }

    private static final String KUBEADM = """
        --advertise-client-urls=https://10.0.0.1:2379 --cert-file=/etc/kubernetes/pki/etcd/server.crt
        --client-cert-auth=true --data-dir=/var/lib/etcd --initial-advertise-peer-urls=https://10.0.0.1:2380
        --initial-cluster=node=https://10.0.0.1:2380 --key-file=/etc/kubernetes/pki/etcd/server.key
        --listen-client-urls=https://127.0.0.1:2379,https://10.0.0.1:2379 --listen-metrics-urls=http://127.0.0.1:2381
        --listen-peer-urls=https://10.0.0.1:2380 --name=node --peer-cert-file=/etc/kubernetes/pki/etcd/peer.crt
        --peer-client-cert-auth=true --peer-key-file=/etc/kubernetes/pki/etcd/peer.key
        --peer-trusted-ca-file=/etc/kubernetes/pki/etcd/ca.crt --snapshot-count=10000
        --trusted-ca-file=/etc/kubernetes/pki/etcd/ca.crt
        """;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | 10m | 0",
                "--experimental-initial-corrupt-check=true --experimental-watch-progress-notify-interval=5s | 5s | 2",
                "--feature-gates=InitialCorruptCheck=true --watch-progress-notify-interval=5s | 5s | 0",
            })
    void aStaticPodOfKubeadmOld35And36(String more, String progressInterval, int warnings) {
        NodeConfig config = config(Map.of(), KUBEADM + more);
        assertThat(config.listenMetricsUrls()).containsExactly(new EtcdUrl("http", "127.0.0.1", 2381, null));
        assertThat(config.flags().string("watch-progress-notify-interval")).isEqualTo(progressInterval);
        assertThat(config.flags().bool("client-cert-auth")).isTrue();
        assertThat(config.initialCluster()).isEqualTo("node=https://10.0.0.1:2380");
        assertThat(config.flags().warnings()).hasSize(warnings);
    }

    @Test
    void aRestoredMemberStartsWithoutAnInitialCluster() {
        NodeConfig config =
                config(Map.of(), "--name m1 --initial-advertise-peer-urls http://10.0.0.1:2380,http://10.0.1.1:2380");
        assertThat(config.initialCluster()).isEqualTo("m1=http://10.0.0.1:2380,m1=http://10.0.1.1:2380");
        assertThat(config.dataDir()).isEqualTo(Path.of("m1.etcd"));
    }

    @ParameterizedTest
    @CsvSource({
        "periodic, 8h, PT8H, 0",
        "periodic, 30m, PT30M, 0",
        "periodic, 2, PT2H, 0",
        "revision, 1000, PT0S, 1000",
        "periodic, 0, PT0S, 0",
        "revision, 0, PT0S, 0"
    })
    void retentionIsATimeOrANumberOfRevisions(String mode, String retention, Duration period, long revisions) {
        NodeConfig config =
                config(Map.of(), "--auto-compaction-mode=" + mode + " --auto-compaction-retention=" + retention);
        assertThat(config.server().autoCompaction()).isEqualTo(new HistoryKept(period, revisions));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--listen-client-urls=http://127.0.0.1:1 | --advertise-client-urls is required when"
                        + " --listen-client-urls is set explicitly",
                "--election-timeout=400 | --election-timeout[400ms] should be at least as 5 times as"
                        + " --heartbeat-interval[100ms]",
                "--election-timeout=50001 | --election-timeout[50001ms] is too long, and should be set less than"
                        + " 50000ms",
                "--heartbeat-interval=0 | invalid value \"0\" for --heartbeat-interval: expected a number above 0",
                "--initial-cluster-state=old | invalid value \"old\" for --initial-cluster-state: expected new or"
                        + " existing",
                "--auto-compaction-mode=hourly --auto-compaction-retention=1 | invalid value \"hourly\" for"
                        + " --auto-compaction-mode: expected periodic or revision",
                "--auto-compaction-mode=revision --auto-compaction-retention=1h | invalid value \"1h\" for"
                        + " --auto-compaction-retention: expected a whole number",
                "--auto-compaction-retention=99999999999999999999d | invalid value \"99999999999999999999d\" for"
                        + " --auto-compaction-retention: expected a duration such as 10m or 500ms",
                "--watch-progress-notify-interval=99999999999999999999 | invalid value \"99999999999999999999\" for"
                        + " --watch-progress-notify-interval (command line): expected a whole number",
                "--compat-version=2.3 | invalid value \"2.3\" for --compat-version: expected 3.4, 3.5, 3.6 or 3.7",
                "--max-txn-ops=-1 | invalid value \"-1\" for --max-txn-ops: expected a number above 0",
            })
    void flagsThatCannotBeUsedTogetherOrAtAllAreNamed(String arguments, String message) {
        assertThatThrownBy(() -> config(Map.of(), arguments))
                .isInstanceOf(BadConfigException.class)
                .hasMessage(message);
    }

    @Test
    void aPathThatIsNoneIsNamedWithItsFlag() {
        for (String flag : List.of("data-dir", "wal-dir")) {
            assertThatThrownBy(() -> config(Map.of(), "--" + flag + "=/d\0"))
                    .isInstanceOf(BadConfigException.class)
                    .hasMessageStartingWith("invalid value \"/d\0\" for --" + flag + ": ");
        }
    }

    @Test
    void moreHoursThanThereAreAreAsManyAsThereAre() {
        assertThat(config(Map.of(), "--auto-compaction-retention=99999999999999999999")
                        .server()
                        .autoCompaction())
                .isEqualTo(new HistoryKept(Duration.ofNanos(Long.MAX_VALUE), 0));
    }

    @ParameterizedTest
    @CsvSource({"'', 600000", "=0, 600000", "=5s, 5000", "=250ms, 250", "=1ms, 100"})
    void watchersHearOfProgressAsOftenAsTheFlagSays(String given, long millis) {
        String flag = given.isEmpty() ? "" : "--watch-progress-notify-interval" + given;
        assertThat(config(Map.of(), flag).server().watchProgressMillis()).isEqualTo(millis);
    }

    @Test
    void anOlderMinorIsReportedOnDemand() {
        assertThat(List.of(
                        config(Map.of(), "--compat-version=3.6").server().serverVersion(),
                        config(Map.of("ETCD_COMPAT_VERSION", "3.5"), "")
                                .server()
                                .serverVersion(),
                        config(Map.of(), "--compat-version=3.6.4").server().serverVersion()))
                .containsExactly("3.6.14", "3.5.33", "3.6.4");
    }
}
