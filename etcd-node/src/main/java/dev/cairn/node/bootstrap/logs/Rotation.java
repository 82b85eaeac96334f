// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.bootstrap.logs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cairn.node.bootstrap.flags.BadConfigException;

/**
 * When a log file makes room for a new one, as {@code --log-rotation-config-json} says it for etcd.
 *
 * @param maxSizeBytes of a file, before it is set aside
 * @param maxAgeDays of a file that was set aside; 0 for no end
 * @param maxBackups files that were set aside; 0 for no end
 * @param localTime in their names, instead of UTC
 * @param compress them with gzip
 */
record Rotation(long maxSizeBytes, int maxAgeDays, int maxBackups, boolean localTime, boolean compress) {
    private static final int DEFAULT_MEGABYTES = 100;
    private static final long MEGABYTE = 1024 * 1024;
    private static final String PREFIX = "invalid log rotation config: ";

    static Rotation parse(String json) {
        JsonNode config;
        try {
            config = new ObjectMapper()
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .readTree(json);
        } catch (JsonProcessingException e) {
            throw new BadConfigException("improperly formatted log rotation config: " + e.getOriginalMessage());
        }
        if (!config.isObject()) {
            throw new BadConfigException(PREFIX + "expected an object");
        }
        int megabytes = number(config, "maxsize");
        return new Rotation(
                (megabytes == 0 ? DEFAULT_MEGABYTES : megabytes) * MEGABYTE,
                number(config, "maxage"),
                number(config, "maxbackups"),
                flag(config, "localtime"),
                flag(config, "compress"));
    }

    private static int number(JsonNode config, String name) {
        JsonNode value = config.path(name);
        if (!value.isMissingNode() && !(value.canConvertToInt() && value.isIntegralNumber() && value.intValue() >= 0)) {
            throw new BadConfigException(PREFIX + name + " is " + value + ", not a whole number from 0 on");
        }
        return value.intValue();
    }

    private static boolean flag(JsonNode config, String name) {
        JsonNode value = config.path(name);
        if (!value.isMissingNode() && !value.isBoolean()) {
            throw new BadConfigException(PREFIX + name + " is " + value + ", not true or false");
        }
        return value.booleanValue();
    }
}
