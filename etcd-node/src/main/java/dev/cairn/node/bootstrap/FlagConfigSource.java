// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.bootstrap;

import dev.cairn.node.bootstrap.flags.Flag;
import dev.cairn.node.bootstrap.flags.Flags;
import dev.cairn.node.bootstrap.logs.LogSettings;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * etcd's flags as the framework's configuration: {@code etcd.<flag>} for each honoured flag, and what a flag means to
 * the framework itself. Flags, variables and the configuration file were merged before by etcd's rules.
 */
public final class FlagConfigSource implements ConfigSource {
    private static final String PREFIX = "etcd.";
    /** Above the system properties (400): a flag is the last word. */
    private static final int ORDINAL = 500;

    private final Map<String, String> values = new LinkedHashMap<>();

    public FlagConfigSource() {
        NodeConfig config = StartConfig.get();
        if (config != null) {
            Flags flags = config.flags();
            for (Flag flag : flags.honoured()) {
                values.put(PREFIX + flag.name(), flags.string(flag.name()));
            }
            values.put(
                    "quarkus.log.level",
                    LogSettings.threshold(flags.string("log-level")).getName());
        }
    }

    @Override
    public Set<String> getPropertyNames() {
        return values.keySet();
    }

    @Override
    public String getValue(String name) {
        return values.get(name);
    }

    @Override
    public String getName() {
        return "etcd's flags";
    }

    @Override
    public int getOrdinal() {
        return ORDINAL;
    }
}
