// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.bootstrap.flags;

/** One of etcd's flags as {@code flags.txt} lists it. {@code note} is today's name of a renamed one, or its feature gate's. */
public record Flag(String name, Kind kind, String defaultValue, Status status, String note) {
    public enum Kind {
        STRING,
        BOOL,
        INT,
        DURATION,
        GATES,
        URLS
    }

    public enum Status {
        HONOURED,
        INERT,
        REFUSED,
        RENAMED,
        /** A boolean that became a feature gate. */
        GATE
    }

    /** ETCD_ and the name in upper case, dashes as underscores. */
    public String variable() {
        return "ETCD_" + name.toUpperCase(java.util.Locale.ROOT).replace('-', '_');
    }
}
