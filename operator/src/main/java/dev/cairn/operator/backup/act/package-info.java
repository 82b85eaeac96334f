// SPDX-License-Identifier: Apache-2.0
/** Does what was planned about a backup, its intent written first. */
package dev.cairn.operator.backup.act;
