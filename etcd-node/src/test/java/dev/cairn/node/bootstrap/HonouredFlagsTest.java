// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.cairn.node.bootstrap.flags.Flag;
import dev.cairn.node.bootstrap.flags.FlagTable;
import dev.cairn.node.bootstrap.flags.Flags;
import dev.cairn.node.server.ServerConfig;
import dev.cairn.node.tls.TlsException;
import dev.cairn.testkit.Ports;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code flags.txt} calls honoured is read by a member that starts, and what is read is used. */
class HonouredFlagsTest {
    /** Which file the flags are in, and how the start itself is logged: both are asked for before there is a member. */
    private static final Set<String> READ_BEFORE_THE_MEMBER = Set.of(
            "config-file",
            "log-level",
            "log-format",
            "log-outputs",
            "logger",
            "enable-log-rotation",
            "log-rotation-config-json");

    private final Set<String> read = ConcurrentHashMap.newKeySet();

    @TempDir
    private Path directory;

    private NodeConfig config(Map<String, String> given) {
        return NodeConfig.of(Flags.of(FlagTable.load(), given, Map.of(), read::add));
    }

    private Map<String, String> member(String name) {
        String client = "http://127.0.0.1:" + Ports.free();
        String peer = "http://127.0.0.1:" + Ports.free();
        return new HashMap<>(Map.of(
                "name", name,
                "data-dir", directory.resolve(name).toString(),
                "listen-client-urls", client,
                "advertise-client-urls", client,
                "listen-peer-urls", peer,
                "initial-advertise-peer-urls", peer));
    }

    @Test
    void everyHonouredFlagIsReadByAMemberThatStarts() {
        Map<String, String> plain = member("plain");
        for (String start : List.of("the first", "one on a directory that is there")) {
            try (NodeProcess process = new NodeProcess(config(plain), Wiring.metrics())) {
                process.start();
            }
        }
        for (String port : List.of("", "peer-")) {
            Map<String, String> given = member("files");
            given.put(port + "cert-file", directory.resolve("none.crt").toString());
            given.put(port + "key-file", directory.resolve("none.key").toString());
            NodeConfig config = config(given);
            assertThatThrownBy(() -> Tls.given(config)).isInstanceOf(TlsException.class);
        }
        Map<String, String> selfSigned = member("self-signed");
        selfSigned.putAll(Map.of("auto-tls", "true", "peer-auto-tls", "true"));
        NodeConfig auto = config(selfSigned);
        Tls.given(auto).withSelfSigned(auto);

        Set<String> unread = new TreeSet<>();
        for (Flag flag : FlagTable.load().all()) {
            if (flag.status() == Flag.Status.HONOURED && !READ_BEFORE_THE_MEMBER.contains(flag.name())) {
                unread.add(flag.name());
            }
        }
        unread.removeAll(read);
        assertThat(unread).isEmpty();
    }

    /** A flag whose value nobody asks the configuration for is as good as unread. */
    @Test
    void whatTheConfigurationHoldsIsUsed() {
        JavaClasses production = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("dev.cairn.node");
        List<String> unused = new ArrayList<>();
        for (Class<?> holder : List.of(ServerConfig.class, NodeConfig.class)) {
            for (RecordComponent component : holder.getRecordComponents()) {
                boolean used = production.get(holder).getMethod(component.getName()).getCallsOfSelf().stream()
                        .anyMatch(call -> !call.getOrigin().getName().equals("toString"));
                if (!used) {
                    unused.add(holder.getSimpleName() + "." + component.getName());
                }
            }
        }
        assertThat(unused).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "name | other",
                "data-dir | other",
                "wal-dir | other",
                "snapshot-count | 7",
                "snapshot-catchup-entries | 7",
                "heartbeat-interval | 50",
                "election-timeout | 2000",
                "initial-election-tick-advance | false",
                "listen-peer-urls | http://127.0.0.1:7",
                "listen-metrics-urls | http://127.0.0.1:7",
                "listen-client-http-urls | http://127.0.0.1:7",
                "metrics | extensive",
                "feature-gates | FastLeaseKeepAlive=false",
                "warning-apply-duration | 1s",
                "warning-unary-request-duration | 1s",
                "max-txn-ops | 7",
                "max-request-bytes | 7",
                "quota-backend-bytes | 7",
                "initial-advertise-peer-urls | http://127.0.0.1:7",
                "advertise-client-urls | http://127.0.0.1:7",
                "initial-cluster | default=http://127.0.0.1:7",
                "initial-cluster-token | other",
                "initial-cluster-state | existing",
                "strict-reconfig-check | false",
                "pre-vote | false",
                "max-learners | 7",
                "watch-progress-notify-interval | 7s",
                "compat-version | 3.6",
                "auto-compaction-retention | 7",
                "corrupt-check-time | 7s",
                "downgrade-check-time | 7s",
                "feature-gates | CompactHashCheck=true",
                "feature-gates | InitialCorruptCheck=true",
                "feature-gates | LeaseCheckpoint=true",
                "experimental-compact-hash-check-enabled | true",
                "experimental-initial-corrupt-check | true",
                "experimental-enable-lease-checkpoint | true",
            })
    void theConfigurationFollowsTheFlag(String flag, String value) {
        assertThat(values(config(Map.of(flag, value)))).isNotEqualTo(values(config(Map.of())));
    }

    /** The ones that need another beside them. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "compact-hash-check-time | 7s | CompactHashCheck=true",
                "experimental-enable-lease-checkpoint-persist | true | LeaseCheckpoint=true",
            })
    void theConfigurationFollowsTheFlagBesideAGate(String flag, String value, String gate) {
        Map<String, String> without = Map.of("feature-gates", gate);
        Map<String, String> with = Map.of("feature-gates", gate, flag, value);
        assertThat(values(config(with))).isNotEqualTo(values(config(without)));
    }

    @Test
    void checksOfCompactionsNeedAnInterval() {
        assertThatThrownBy(() -> config(Map.of("compact-hash-check-time", "0s")))
                .hasMessage("--compact-hash-check-time must be >0 (set to 0s)");
    }

    private static List<Object> values(NodeConfig config) {
        return List.of(
                config.dataDir(),
                config.walDir(),
                config.listenPeerUrls(),
                config.listenClientUrls(),
                config.listenMetricsUrls(),
                config.listenClientHttpUrls(),
                config.watched(),
                config.gates().values(),
                config.initialCluster(),
                config.initialClusterToken(),
                config.newCluster(),
                config.server());
    }
}
