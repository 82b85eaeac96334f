// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.bootstrap.metrics;

import dev.cairn.node.figures.Histogram;
import dev.cairn.node.figures.Labelled;
import java.math.BigDecimal;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/**
 * Prometheus' text format. By hand, because etcd has gauges whose names end in {@code _total} and counters whose names do
 * not, which no metrics library lets one write.
 */
final class Exposition {
    private static final double PLAIN_BELOW = 1_000_000;
    private static final double WHOLE_MAX = 1L << 53;

    private final StringBuilder out = new StringBuilder(32_768);

    /** One more family; its samples follow. */
    Exposition family(String type, String name, String help) {
        out.append("# HELP ").append(name).append(' ').append(help).append('\n');
        out.append("# TYPE ").append(name).append(' ').append(type).append('\n');
        return this;
    }

    void gauge(String name, String help, double value) {
        family("gauge", name, help).sample(name, List.of(), List.of(), value);
    }

    void counter(String name, String help, double value) {
        family("counter", name, help).sample(name, List.of(), List.of(), value);
    }

    void histogram(String name, String help, Histogram histogram) {
        family("histogram", name, help).buckets(name, List.of(), List.of(), histogram);
    }

    /** As {@link #counter}, or a gauge, by one label. */
    void byLabel(String type, String name, String help, String label, Labelled<LongAdder> figures) {
        family(type, name, help);
        figures.forEach((values, figure) -> sample(name, List.of(label), values, figure.sum()));
    }

    void histograms(String name, String help, String label, Labelled<Histogram> figures) {
        family("histogram", name, help);
        figures.forEach((values, figure) -> buckets(name, List.of(label), values, figure));
    }

    Exposition sample(String name, List<String> labels, List<String> values, double value) {
        out.append(name);
        labels(labels, values, null);
        out.append(' ').append(number(value)).append('\n');
        return this;
    }

    void buckets(String name, List<String> labels, List<String> values, Histogram histogram) {
        Histogram.Reading seen = histogram.read();
        for (int i = 0; i < seen.cumulative().length; i++) {
            out.append(name).append("_bucket");
            labels(labels, values, i < seen.bounds().length ? bound(seen.bounds()[i]) : "+Inf");
            out.append(' ').append(seen.cumulative()[i]).append('\n');
        }
        sample(name + "_sum", labels, values, seen.sum());
        sample(name + "_count", labels, values, seen.count());
    }

    private void labels(List<String> names, List<String> values, String upTo) {
        if (names.isEmpty() && upTo == null) {
            return;
        }
        char before = '{';
        // Go's library sorts them, and people grep for lines.
        for (String name : names.stream().sorted().toList()) {
            out.append(before).append(name).append("=\"").append(escaped(values.get(names.indexOf(name))));
            out.append('"');
            before = ',';
        }
        if (upTo != null) {
            out.append(before).append("le=\"").append(upTo).append('"');
        }
        out.append('}');
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }

    /** As Go writes it: dashboards select buckets by this text. */
    static String bound(double value) {
        if (value < PLAIN_BELOW) {
            return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
        }
        BigDecimal digits = BigDecimal.valueOf(value).stripTrailingZeros();
        int exponent = digits.precision() - digits.scale() - 1;
        return digits.movePointLeft(exponent).stripTrailingZeros().toPlainString() + String.format("e+%02d", exponent);
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) <= WHOLE_MAX ? Long.toString((long) value) : "" + value;
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
