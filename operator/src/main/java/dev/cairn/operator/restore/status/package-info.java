// SPDX-License-Identifier: Apache-2.0
/** What is told about a restore. */
package dev.cairn.operator.restore.status;
