// SPDX-License-Identifier: Apache-2.0
/**
 * How Jobs of the backup agent stand: read together with what their pods said at their end. May import {@code agent} and
 * the client. Start with {@link dev.cairn.operator.jobs.ObservedJob}.
 */
package dev.cairn.operator.jobs;
