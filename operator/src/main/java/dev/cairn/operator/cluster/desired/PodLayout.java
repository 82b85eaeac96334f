// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.desired;

/**
 * Numbers what the operator itself puts into members' pods: flags, probes, mounts, security. A release of the operator
 * that changes them restarts nobody: pods get the change when they are made for another reason. Only where members must
 * not stay as they are is {@link #NEWEST} counted up and {@link #LEAST} with it; then the change rolls through them as
 * one of the specification does, and the release says so.
 */
public final class PodLayout {
    /** What pods are made with now. */
    public static final int NEWEST = 1;
    /** A pod of an earlier one is outdated. */
    public static final int LEAST = 1;

    private PodLayout() {}

    /** From an annotation; a pod that does not tell is of the first. */
    public static int read(String annotation) {
        return annotation != null && annotation.matches("[0-9]{1,9}") ? Integer.parseInt(annotation) : 1;
    }
}
