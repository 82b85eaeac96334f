// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.execute;

import dev.cairn.operator.cluster.observe.ObservedCluster;
import dev.cairn.operator.cluster.plan.Step;

/** Takes one kind of step. Everything it needs to know is in what was seen and in the step. */
@FunctionalInterface
interface StepExecutor<S extends Step.Mutation> {
    Outcome execute(ObservedCluster seen, S step);
}
