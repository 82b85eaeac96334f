// SPDX-License-Identifier: Apache-2.0
/**
 * Whose a volume is, and what is noted on it. Start with {@link dev.cairn.operator.cluster.execute.volume.VolumeMarks}.
 */
package dev.cairn.operator.cluster.execute.volume;
