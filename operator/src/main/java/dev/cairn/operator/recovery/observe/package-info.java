// SPDX-License-Identifier: Apache-2.0
/**
 * What a recovery of a cluster needs to know besides the cluster: who asked for it, the seed's volume, the volumes that
 * were set aside. Never acts. Start with {@link dev.cairn.operator.recovery.observe.RecoveryView}.
 */
package dev.cairn.operator.recovery.observe;
