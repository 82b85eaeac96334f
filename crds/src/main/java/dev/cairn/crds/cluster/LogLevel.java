// SPDX-License-Identifier: Apache-2.0
package dev.cairn.crds.cluster;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How much members log; etcd's {@code --log-level}. */
public enum LogLevel {
    @JsonProperty("debug")
    DEBUG,
    @JsonProperty("info")
    INFO,
    @JsonProperty("warn")
    WARN,
    @JsonProperty("error")
    ERROR;

    /** The flag's value. */
    public String flagValue() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
