// SPDX-License-Identifier: Apache-2.0
/**
 * Alarms that the whole cluster knows: no space, corruption. Imports {@code storage} and {@code wire} only. Start at
 * {@link dev.cairn.node.alarm.AlarmStore}.
 */
package dev.cairn.node.alarm;
