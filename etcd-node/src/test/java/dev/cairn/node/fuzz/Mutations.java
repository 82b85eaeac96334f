// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.fuzz;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Inputs near those of a corpus, the same ones for the same seed: blind, but done in no time. */
final class Mutations {
    private static final int MOST_CHANGES = 6;
    private static final int MOST_BYTES = 64 << 10;

    /** Where bounds are: of lengths, counts, signs and texts. */
    private static final byte[] TELLING = {0, 1, 0x7f, (byte) 0x80, (byte) 0xff, '"', '{', '[', '\\', '-', 'e', '\n'};

    private final List<byte[]> corpus;
    private final Random random;

    Mutations(List<byte[]> corpus, long seed) {
        this.corpus = corpus;
        this.random = new Random(seed);
    }

    byte[] next() {
        byte[] input = any().clone();
        for (int i = 1 + random.nextInt(MOST_CHANGES); i > 0; i--) {
            input = changed(input);
        }
        return input;
    }

    private byte[] any() {
        return corpus.get(random.nextInt(corpus.size()));
    }

    private byte[] changed(byte[] input) {
        int at = random.nextInt(input.length + 1);
        return switch (random.nextInt(6)) {
            case 0 -> Arrays.copyOf(input, at);
            case 1 -> spliced(input, at, at, any());
            case 2 -> spliced(input, at, Math.min(input.length, at + 1 + random.nextInt(8)), new byte[0]);
            case 3 -> spliced(input, at, at, new byte[] {TELLING[random.nextInt(TELLING.length)]});
            case 4 -> overwritten(input, at, TELLING[random.nextInt(TELLING.length)]);
            default -> overwritten(input, at, (byte) random.nextInt());
        };
    }

    private static byte[] overwritten(byte[] input, int at, byte value) {
        if (at < input.length) {
            input[at] = value;
        }
        return input;
    }

    private byte[] spliced(byte[] input, int from, int to, byte[] between) {
        int start = between.length > 1 ? random.nextInt(between.length) : 0;
        int bytes = Math.min(between.length - start, MOST_BYTES - Math.min(MOST_BYTES, input.length));
        byte[] result = new byte[from + bytes + input.length - to];
        System.arraycopy(input, 0, result, 0, from);
        System.arraycopy(between, start, result, from, bytes);
        System.arraycopy(input, to, result, from + bytes, input.length - to);
        return result;
    }
}
