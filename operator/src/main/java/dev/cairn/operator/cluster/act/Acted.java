// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.act;

import dev.cairn.crds.cluster.EtcdClusterStatus;
import dev.cairn.operator.cluster.execute.Outcome;

/**
 * How things stand after a step.
 *
 * @param resourceVersion of the EtcdCluster after its intent was written
 * @param status as it was written last
 */
public record Acted(Outcome outcome, String resourceVersion, EtcdClusterStatus status) {}
