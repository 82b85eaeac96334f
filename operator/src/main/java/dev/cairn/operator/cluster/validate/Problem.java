// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.validate;

import dev.cairn.operator.cluster.reason.HoldReason;

/**
 * Something a person must put right.
 *
 * @param reason its kind
 * @param message what is wrong and where
 */
public record Problem(HoldReason reason, String message) {}
