// SPDX-License-Identifier: Apache-2.0
/** What is told about a backup. */
package dev.cairn.operator.backup.status;
