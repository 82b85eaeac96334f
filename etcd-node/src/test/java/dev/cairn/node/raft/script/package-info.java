// SPDX-License-Identifier: Apache-2.0
/**
 * Runs text scripts against the consensus core, in the language of etcd's Raft library: a command, a line of dashes, and
 * what is expected to come out. {@code RaftScripts} runs etcd's own suite from a directory, {@code RaftScriptsTest} ours.
 * Start at {@code Interaction}.
 */
package dev.cairn.node.raft.script;
