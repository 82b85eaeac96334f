// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.figures;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Fields of a log line beside its message, as zap has them: {@code LOG.warn("apply request took too long",
 * new LogFields().duration("took", nanos))}. Given as the last argument of a message that has no place for it.
 */
public final class LogFields {
    private static final long MICROSECOND = 1_000;
    private static final long MILLISECOND = 1_000_000;
    private static final long SECOND = 1_000_000_000;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;

    private final Map<String, Object> fields = new LinkedHashMap<>();

    public LogFields text(String name, String value) {
        fields.put(name, value);
        return this;
    }

    public LogFields number(String name, long value) {
        fields.put(name, value);
        return this;
    }

    /** As Go writes durations: {@code 1.5s}, {@code 100ms}. */
    public LogFields duration(String name, long nanos) {
        return text(name, duration(nanos));
    }

    /** Texts and numbers by name. */
    public Map<String, Object> asMap() {
        return java.util.Collections.unmodifiableMap(fields);
    }

    /** A duration in Go's words. */
    public static String duration(long nanos) {
        if (nanos == 0) {
            return "0s";
        }
        if (nanos < MICROSECOND) {
            return nanos + "ns";
        }
        if (nanos < MILLISECOND) {
            return number(nanos, MICROSECOND) + "µs";
        }
        if (nanos < SECOND) {
            return number(nanos, MILLISECOND) + "ms";
        }
        String seconds = number(nanos % MINUTE, SECOND) + "s";
        String minutes = nanos < MINUTE ? "" : nanos % HOUR / MINUTE + "m";
        return (nanos < HOUR ? "" : nanos / HOUR + "h") + minutes + seconds;
    }

    private static String number(long nanos, long unit) {
        long rest = nanos % unit;
        if (rest == 0) {
            return Long.toString(nanos / unit);
        }
        int digits = Long.toString(unit).length() - 1;
        String fraction = String.format(Locale.ROOT, "%0" + digits + "d", rest);
        return nanos / unit + "." + fraction.replaceAll("0+$", "");
    }

    @Override
    public String toString() {
        return fields.toString();
    }
}
