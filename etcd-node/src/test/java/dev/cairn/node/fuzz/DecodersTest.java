// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each decoder over its corpus and some thousand inputs near it: seconds, where {@code make fuzz} takes minutes. */
class DecodersTest {
    private static final int MUTATIONS = 3000;
    private static final long SEED = 20_260_730;

    /** Damaged logs are told, as they should be. */
    private static final List<Logger> TALKERS =
            List.of(Logger.getLogger("dev.cairn.node"), Logger.getLogger("org.yaml.snakeyaml"));

    @BeforeAll
    static void beQuiet() {
        TALKERS.forEach(each -> each.setLevel(Level.OFF));
    }

    @AfterAll
    static void speakAgain() {
        TALKERS.forEach(each -> each.setLevel(null));
    }

    static List<Fuzzed> decoders() {
        return Decoders.ALL;
    }

    @ParameterizedTest
    @MethodSource("decoders")
    void everySeedIsReadOrRefused(Fuzzed fuzzed) throws Exception {
        int read = 0;
        for (byte[] seed : Corpus.of(fuzzed)) {
            read += read(fuzzed, seed).length > 0 ? 1 : 0;
        }
        assertThat(read).as("seeds that are read to what they hold").isPositive();
    }

    /** Blind mutations do not find what is planted, so that what finds it followed coverage. */
    @ParameterizedTest
    @MethodSource("decoders")
    void inputsNearTheSeedsAreReadOrRefused(Fuzzed fuzzed) throws Exception {
        Mutations mutations = new Mutations(Corpus.of(fuzzed), SEED);
        Planted planted = new Planted(fuzzed);
        for (int i = 0; i < MUTATIONS; i++) {
            read(planted, mutations.next());
        }
    }

    @Test
    void aPlantedBugIsReachedByWhatIsReadAndByNothingElse() throws Exception {
        Planted planted = new Planted(new Echo());
        assertThat(planted.read(bytes("Rus"))).isEqualTo(bytes("Rus"));
        assertThat(planted.read(bytes("trust"))).isEqualTo(bytes("trust"));
        assertThatThrownBy(() -> planted.read(bytes("Rust!"))).isInstanceOf(Planted.PlantedBug.class);
    }

    @Test
    void everyDecoderHasANameOfItsOwn() {
        Set<String> names = Decoders.ALL.stream().map(Fuzzed::name).collect(Collectors.toSet());
        assertThat(names).hasSameSizeAs(Decoders.ALL);
        assertThatThrownBy(() -> Decoders.named("nothing")).hasMessageContaining("TARGET=nothing");
    }

    private static byte[] read(Fuzzed fuzzed, byte[] input) {
        try {
            return fuzzed.read(input.clone());
        } catch (Exception | StackOverflowError found) {
            throw new AssertionError(
                    fuzzed.name() + " with " + HexFormat.of().formatHex(input) + " ("
                            + new String(input, StandardCharsets.ISO_8859_1) + ")",
                    found);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Reads whatever it gets. */
    private record Echo() implements Fuzzed {
        @Override
        public String name() {
            return "echo";
        }

        @Override
        public List<byte[]> seeds() {
            return List.of();
        }

        @Override
        public byte[] read(byte[] input) {
            return input;
        }
    }
}
