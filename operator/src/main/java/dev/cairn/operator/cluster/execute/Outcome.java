// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.execute;

/** What became of a step. */
public sealed interface Outcome {
    /** There was nothing to do. */
    record Nothing() implements Outcome {}

    /** It is done. */
    record Done(String message) implements Outcome {}

    /** It cannot be done yet; asking again later is all it takes. */
    record NotYet(String message) implements Outcome {}

    /** It was tried and refused. */
    record Failed(String message) implements Outcome {}

    /** Someone else wrote first: nothing was done. */
    record Overtaken() implements Outcome {}
}
