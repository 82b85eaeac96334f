// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.bootstrap.flags;

import dev.cairn.node.wire.EtcdUrl;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Flag values in Go's spellings. Errors name the flag and the value. */
public final class Values {
    private static final Pattern DURATION_PART = Pattern.compile("(\\d+(?:\\.\\d+)?)(ns|us|µs|ms|s|m|h)");

    private Values() {}

    /** As Go's strconv.ParseBool, and True or TRUE as found in environment files. */
    public static boolean bool(String name, String value) {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "1", "t", "true", "" -> true;
            case "0", "f", "false" -> false;
            default -> throw invalid(name, value, "expected true or false");
        };
    }

    public static long number(String name, String value) {
        try {
            return Long.parseLong(value.trim());
        } catch (NumberFormatException e) {
            throw invalid(name, value, "expected a whole number");
        }
    }

    /** Go's form (1h30m, 5s, 10ms); a bare number counts nanoseconds, as in etcd's YAML. */
    public static Duration duration(String name, String value) {
        if (value.matches("\\d+")) {
            return Duration.ofNanos(number(name, value));
        }
        Matcher part = DURATION_PART.matcher(value);
        double nanos = 0;
        int end = 0;
        while (part.find() && part.start() == end) {
            nanos += Double.parseDouble(part.group(1)) * unitNanos(part.group(2));
            end = part.end();
        }
        if (end == 0 || end != value.length()) {
            throw invalid(name, value, "expected a duration such as 10m or 500ms");
        }
        return Duration.ofNanos((long) nanos);
    }

    private static double unitNanos(String unit) {
        return switch (unit) {
            case "ns" -> 1;
            case "us", "µs" -> 1e3;
            case "ms" -> 1e6;
            case "s" -> 1e9;
            case "m" -> 60e9;
            default -> 3600e9;
        };
    }

    public static List<EtcdUrl> urls(String name, String value) {
        List<EtcdUrl> urls = new ArrayList<>();
        for (String each : value.split(",")) {
            if (!each.isBlank()) {
                urls.add(url(name, each.trim()));
            }
        }
        return urls;
    }

    private static EtcdUrl url(String name, String value) {
        try {
            return EtcdUrl.ofAnyPort(value);
        } catch (IllegalArgumentException e) {
            throw invalid(name, value, e.getMessage());
        }
    }

    public static BadConfigException invalid(String name, String value, String expected) {
        return new BadConfigException("invalid value \"" + value + "\" for --" + name + ": " + expected);
    }
}
