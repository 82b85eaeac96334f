// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.cli;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Durations as Go writes them: {@code 10s}, {@code 1h30m}, {@code 1.5s}, {@code 0}. */
public final class GoDuration implements ITypeConverter<GoDuration.Value> {
    private static final Pattern PART = Pattern.compile("([0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)(ns|us|µs|ms|s|m|h)");
    private static final Pattern WHOLE = Pattern.compile("[+-]?(0|(" + PART.pattern() + ")+)");
    private static final Map<String, Long> NANOS = Map.of(
            "ns", 1L,
            "us", 1_000L,
            "µs", 1_000L,
            "ms", 1_000_000L,
            "s", 1_000_000_000L,
            "m", 60_000_000_000L,
            "h", 3_600_000_000_000L);

    /** A type of its own, so that picocli does not read it as ISO 8601. */
    public record Value(Duration duration) {}

    @Override
    public Value convert(String text) {
        if (!WHOLE.matcher(text).matches()) {
            throw new TypeConversionException("time: invalid duration \"" + text + "\"");
        }
        BigDecimal nanos = BigDecimal.ZERO;
        Matcher parts = PART.matcher(text);
        while (parts.find()) {
            BigDecimal unit = BigDecimal.valueOf(NANOS.get(parts.group(2)));
            nanos = nanos.add(new BigDecimal(parts.group(1)).multiply(unit));
        }
        Duration duration = Duration.ofNanos(nanos.longValue());
        return new Value(text.startsWith("-") ? duration.negated() : duration);
    }
}
