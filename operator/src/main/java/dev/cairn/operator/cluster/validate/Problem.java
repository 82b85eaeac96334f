// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.validate;

/**
 * Something a person must put right.
 *
 * @param reason one word, as conditions want it
 * @param message what is wrong and where
 */
public record Problem(String reason, String message) {}
