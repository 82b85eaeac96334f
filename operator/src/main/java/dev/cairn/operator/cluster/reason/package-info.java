// SPDX-License-Identifier: Apache-2.0
/** Why a cluster is left as it is. May import nothing. Start with {@link dev.cairn.operator.cluster.reason.HoldReason}. */
package dev.cairn.operator.cluster.reason;
