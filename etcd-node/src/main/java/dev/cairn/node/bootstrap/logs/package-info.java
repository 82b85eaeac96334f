// SPDX-License-Identifier: Apache-2.0
/**
 * The process' log: zap's lines, in the form, from the level on and into the places that etcd's flags name. Imports
 * {@code figures} for the fields of lines. Start at {@link dev.cairn.node.bootstrap.logs.Logs}.
 */
package dev.cairn.node.bootstrap.logs;
