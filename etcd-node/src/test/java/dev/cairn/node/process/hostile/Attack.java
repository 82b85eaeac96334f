// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.process.hostile;

/**
 * Something that a bad, broken or merely hungry client does. It is bounded in count and in time, stops by itself, and
 * reaches only the members that it is given.
 *
 * @param name of the row, as {@code CASES} selects it
 * @param memoryMiB of each member, where {@code MEMORY} says nothing else
 * @param members in the cluster
 * @param limitSeconds after which it is interrupted, which is a row's result and not an error
 */
record Attack(String name, String what, int memoryMiB, int members, int limitSeconds, Deed deed) {
    /** How a word begins that makes a row fail though the members live. */
    static final String LOST = "LOST";

    private static final int USUAL_MEMORY_MIB = 512;
    private static final int USUAL_SECONDS = 40;

    /** What is done; a word about what was seen goes into the row. */
    interface Deed {
        String run(Scene scene) throws Exception;
    }

    static Attack of(String name, String what, Deed deed) {
        return new Attack(name, what, USUAL_MEMORY_MIB, 1, USUAL_SECONDS, deed);
    }

    Attack in(int mebibytes) {
        return new Attack(name, what, mebibytes, members, limitSeconds, deed);
    }

    Attack on(int count) {
        return new Attack(name, what, memoryMiB, count, limitSeconds, deed);
    }

    Attack within(int seconds) {
        return new Attack(name, what, memoryMiB, members, seconds, deed);
    }
}
