// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.fuzz;

import java.util.List;

/**
 * A decoder under test. It takes any bytes and either reads them or refuses them in the way it is meant to; whatever else
 * it throws is a finding, as is something read that does not hold what it promises, such as to be written and read again
 * the same.
 */
public interface Fuzzed {
    byte[] REFUSED = new byte[0];

    /** As {@code TARGET} selects it, and as the directory of its corpus is called. */
    String name();

    /** Inputs to begin with, of each kind that it reads. */
    List<byte[]> seeds();

    /** Some bytes of what was read that the input decides, such as a key; {@link #REFUSED} where there are none. */
    byte[] read(byte[] input) throws Exception;

    /** Fails the reading of an input. */
    static void require(boolean holds, String what) {
        if (!holds) {
            throw new IllegalStateException("does not hold: " + what);
        }
    }
}
