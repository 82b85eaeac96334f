// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.bootstrap.flags;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FlagsTest {
    private final FlagTable table = FlagTable.load();

    private Flags flags(Map<String, String> environment, String... arguments) {
        return Flags.of(table, new CommandLineFlags(table).parse(arguments), environment);
    }

    @Test
    void aFlagBeatsItsVariableAndAVariableBeatsTheDefault() {
        Flags flags = flags(Map.of("ETCD_NAME", "by-variable", "ETCD_SNAPSHOT_COUNT", "7"), "--name", "by-flag");
        assertThat(flags.string("name")).isEqualTo("by-flag");
        assertThat(flags.number("snapshot-count")).isEqualTo(7);
        assertThat(flags.number("snapshot-catchup-entries")).isEqualTo(5000);
    }

    @Test
    void flagsTakeOneDashOrTwoAnEqualsSignOrTheNextWord() {
        for (String[] form : new String[][] {{"--name=x"}, {"-name=x"}, {"--name", "x"}, {"-name", "x"}}) {
            assertThat(flags(Map.of(), form).string("name")).isEqualTo("x");
        }
    }

    @Test
    void aBooleanMayStandAlone() {
        assertThat(flags(Map.of(), "--client-cert-auth").bool("client-cert-auth"))
                .isTrue();
        assertThat(flags(Map.of(), "--client-cert-auth=false").bool("client-cert-auth"))
                .isFalse();
        assertThat(flags(Map.of(), "--client-cert-auth", "--name=x").string("name"))
                .isEqualTo("x");
    }

    @Test
    void ofAFlagGivenTwiceTheLastCounts() {
        assertThat(flags(Map.of(), "--name=a", "--name=b").string("name")).isEqualTo("b");
    }

    @Test
    void anEmptyValueIsTheDefault() {
        Flags flags =
                flags(Map.of("ETCD_WAL_DIR", "", "ETCD_HEARTBEAT_INTERVAL", ""), "--snapshot-count=", "--wal-dir=");
        assertThat(flags.string("wal-dir")).isEmpty();
        assertThat(flags.number("snapshot-count")).isEqualTo(10_000);
        assertThat(flags.number("heartbeat-interval")).isEqualTo(100);
    }

    @Test
    void anUnknownFlagIsRefusedByName() {
        assertThatThrownBy(() -> flags(Map.of(), "--nmae=x"))
                .isInstanceOf(BadConfigException.class)
                .hasMessageContaining("unknown flag or argument: --nmae=x");
        assertThatThrownBy(() -> flags(Map.of(), "start")).hasMessageContaining("start");
        for (String word : new String[] {"-", "--", "---name=x", "--=x", "@flags"}) {
            assertThatThrownBy(() -> flags(Map.of(), word)).hasMessageContaining("unknown flag or argument: " + word);
        }
    }

    /** As Go: the next word is the value whatever it looks like, and a boolean never takes it. */
    @Test
    void whatFollowsAFlagIsItsValueUnlessItIsABoolean() {
        assertThat(flags(Map.of(), "--name", "--version").string("name")).isEqualTo("--version");
        assertThat(flags(Map.of(), "--initial-cluster", "a=http://b:1").string("initial-cluster"))
                .isEqualTo("a=http://b:1");
        assertThatThrownBy(() -> flags(Map.of(), "--name")).hasMessage("flag needs an argument: --name");
        assertThatThrownBy(() -> flags(Map.of(), "--pre-vote", "true")).hasMessageContaining("argument: true");
    }

    @Test
    void helpAndVersionAreAskedForInAnyForm() {
        for (String word : new String[] {"-h", "--h", "-help", "--help", "--help=true"}) {
            CommandLineFlags commandLine = new CommandLineFlags(table);
            assertThat(commandLine.parse("--name=x", word)).containsOnlyKeys("name");
            assertThat(commandLine.asksForHelp()).isTrue();
            assertThat(commandLine.asksForVersion()).isFalse();
        }
        CommandLineFlags commandLine = new CommandLineFlags(table);
        commandLine.parse("--version");
        assertThat(commandLine.asksForVersion()).isTrue();
        assertThat(commandLine.asksForHelp()).isFalse();
    }

    @Test
    void theHelpNamesWhatIsHonouredAndNothingElse() {
        String usage = new CommandLineFlags(table).usage();
        for (Flag flag : table.all()) {
            assertThat(usage.contains("\n  --" + flag.name() + " '"))
                    .as(flag.name())
                    .isEqualTo(flag.status() == Flag.Status.HONOURED);
        }
    }

    @Test
    void aBadValueNamesTheFlagTheValueAndWhereItCameFrom() {
        assertThatThrownBy(() -> flags(Map.of("ETCD_ELECTION_TIMEOUT", "soon")))
                .hasMessage("invalid value \"soon\" for --election-timeout (environment): expected a whole number");
        assertThatThrownBy(() -> flags(Map.of(), "--election-timeout=soon"))
                .hasMessage("invalid value \"soon\" for --election-timeout (command line): expected a whole number");
        assertThatThrownBy(() -> flags(Map.of(), "--max-wals=many"))
                .as("also where the flag has no effect")
                .hasMessageContaining("--max-wals");
    }

    @Test
    void anUnknownVariableIsWarnedAbout() {
        Flags flags =
                flags(Map.of("ETCD_PORT", "tcp://10.0.0.1:2379", "PATH", "/bin", "ETCD_UNSUPPORTED_ARCH", "arm64"));
        assertThat(flags.warnings()).containsExactly("unrecognized environment variable ETCD_PORT");
    }

    @Test
    void aDeprecatedSpellingStandsForTodaysNameUnlessThatIsGivenToo() {
        Flags old = flags(Map.of(), "--experimental-watch-progress-notify-interval=5s");
        assertThat(old.duration("watch-progress-notify-interval")).isEqualTo(Duration.ofSeconds(5));
        assertThat(old.warnings())
                .containsExactly("--experimental-watch-progress-notify-interval is deprecated, use"
                        + " --watch-progress-notify-interval");
        Flags both = flags(
                Map.of(), "--experimental-watch-progress-notify-interval=5s", "--watch-progress-notify-interval=7s");
        assertThat(both.duration("watch-progress-notify-interval")).isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void aFlagWithoutEffectIsWarnedAbout() {
        assertThat(flags(Map.of(), "--max-wals=3").warnings())
                .containsExactly("--max-wals has no effect: log segments are kept as long as they are needed");
    }

    @Test
    void aRefusedFlagIsAnErrorOnlyWhenItAsksForSomething() {
        assertThat(flags(Map.of("ETCD_DISCOVERY_SRV", ""), "--discovery=").warnings())
                .isEmpty();
        assertThatThrownBy(() -> flags(Map.of(), "--experimental-enable-v2v3=/v2"))
                .hasMessage("--experimental-enable-v2v3=/v2 (command line) is not supported: there is no v2 API yet");
        assertThatThrownBy(() -> flags(Map.of("ETCD_DISCOVERY_SRV", "example.dev")))
                .hasMessage("--discovery-srv=example.dev (environment) is not supported: name the members in"
                        + " initial-cluster");
    }

    @Test
    void everyFlagOfTheTableHasAValidDefaultAndEveryRenamedOneItsName() {
        for (Flag flag : table.all()) {
            if (flag.status() == Flag.Status.RENAMED) {
                assertThat(table.find(flag.note())).as(flag.name()).isNotNull();
            }
            if (!flag.defaultValue().isEmpty()) {
                Flags.of(table, Map.of(), Map.of(flag.variable(), flag.defaultValue()));
            }
        }
        assertThat(table.all()).extracting(Flag::name).doesNotHaveDuplicates();
    }

    @Test
    void listsAreSeparatedByCommas() {
        assertThat(flags(Map.of(), "--cors=a,b").list("cors")).isEqualTo(List.of("a", "b"));
        assertThat(flags(Map.of()).list("cipher-suites")).isEmpty();
    }
}
