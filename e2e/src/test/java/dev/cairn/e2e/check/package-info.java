// SPDX-License-Identifier: Apache-2.0
/** What long runs of many checks have in common: a line for each, their count, and a stock program that is waited for. */
package dev.cairn.e2e.check;
