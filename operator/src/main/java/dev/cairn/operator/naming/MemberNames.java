// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.naming;

import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Names for new members: the cluster's name and five characters. A name is never given twice within reach of what is
 * there: pods, volumes and members of that name all rule it out.
 */
public final class MemberNames {
    /** Without vowels and look-alikes, as Kubernetes names its own pods: no words, no misreading. */
    private static final String ALPHABET = "bcdfghjklmnpqrstvwxz2456789";

    private static final int SUFFIX_LENGTH = 5;
    private final RandomGenerator random;

    public MemberNames(RandomGenerator random) {
        this.random = random;
    }

    /** A name of this cluster's that is not among the taken ones. */
    public synchronized String fresh(ClusterKey cluster, Set<String> taken) {
        while (true) {
            var suffix = new StringBuilder(SUFFIX_LENGTH);
            for (int at = 0; at < SUFFIX_LENGTH; at++) {
                suffix.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
            }
            String name = cluster.name() + "-" + suffix;
            if (!taken.contains(name)) {
                return name;
            }
        }
    }
}
