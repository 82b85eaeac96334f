// SPDX-License-Identifier: Apache-2.0
/**
 * Puts the operator together: configuration, clocks, threads and randomness come from here and nowhere else. May import
 * everything. Start with {@link dev.cairn.operator.bootstrap.ClusterWiring}.
 */
package dev.cairn.operator.bootstrap;
