// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.act;

import dev.cairn.crds.cluster.EtcdClusterStatus;
import java.util.List;

/**
 * How things stand after a step.
 *
 * @param resourceVersion of the EtcdCluster after its intent was written
 * @param status as it was written last
 * @param faults what failed beside the step, in words
 */
public record Acted(Outcome outcome, String resourceVersion, EtcdClusterStatus status, List<String> faults) {
    public Acted {
        faults = List.copyOf(faults);
    }

    public Acted(Outcome outcome, String resourceVersion, EtcdClusterStatus status) {
        this(outcome, resourceVersion, status, List.of());
    }

    /** The same with what failed beside the step. */
    public Acted with(List<String> others) {
        return new Acted(outcome, resourceVersion, status, others);
    }
}
