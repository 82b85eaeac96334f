// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A decoder with a bug: it fails when what it read begins with a certain word. Blind mutations would have to get it right
 * at once, one of 2^32; who follows what is compared learns the word and puts it where it is read from. It shows that a
 * fuzzer reaches through to what the decoder reads.
 */
record Planted(Fuzzed fuzzed) implements Fuzzed {
    private static final String WORD = "Rust";

    /** The finding that is looked for. */
    static final class PlantedBug extends RuntimeException {
        private static final long serialVersionUID = 1;

        PlantedBug(String message) {
            super(message);
        }
    }

    @Override
    public String name() {
        return fuzzed.name();
    }

    @Override
    public List<byte[]> seeds() {
        return fuzzed.seeds();
    }

    @Override
    public byte[] read(byte[] input) throws Exception {
        byte[] read = fuzzed.read(input);
        look(read);
        return read;
    }

    private void look(byte[] read) {
        if (new String(read, StandardCharsets.ISO_8859_1).startsWith(WORD)) {
            throw new PlantedBug("planted bug in " + name());
        }
    }
}
