// SPDX-License-Identifier: Apache-2.0
/** What a restore's Job and its EtcdCluster look like. Pure. */
package dev.cairn.operator.restore.desired;
