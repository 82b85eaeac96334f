// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.fuzz;

import java.util.List;

/**
 * A decoder with a bug: it fails when what it read begins with four certain letters. Blind mutations would have to get
 * all of them right at once, one of 2^32; who follows coverage gets one after the other. It shows that a fuzzer reaches
 * through to what the decoder reads.
 */
record Planted(Fuzzed fuzzed) implements Fuzzed {
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

    /** Step by step, so that each is covered by itself. */
    private void look(byte[] read) {
        if (read.length < 4 || read[0] != 'R') {
            return;
        }
        if (read[1] != 'u') {
            return;
        }
        if (read[2] != 's') {
            return;
        }
        if (read[3] == 't') {
            throw new PlantedBug("planted bug in " + name());
        }
    }
}
