// SPDX-License-Identifier: Apache-2.0
/** Does what was planned about a restore, its intent written first. */
package dev.cairn.operator.restore.act;
