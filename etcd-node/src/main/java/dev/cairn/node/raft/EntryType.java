// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.raft;

/** What an entry's data is. Ordinals are the numbers on the wire and in the log. */
public enum EntryType {
    NORMAL,
    CONF_CHANGE,
    CONF_CHANGE_V2
}
