// SPDX-License-Identifier: Apache-2.0
/** What a backup's Job looks like. Pure. */
package dev.cairn.operator.backup.desired;
