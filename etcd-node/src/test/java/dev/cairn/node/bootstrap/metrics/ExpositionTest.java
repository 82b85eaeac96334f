// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.bootstrap.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.node.figures.Histogram;
import dev.cairn.node.figures.Labelled;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpositionTest {
    private final Exposition to = new Exposition();

    @Test
    void wholeNumbersHaveNoFraction() {
        to.gauge("a_total", "A gauge.", 3);
        to.counter("b", "A counter.", 0.5);
        assertThat(to.toString().lines())
                .containsExactly(
                        "# HELP a_total A gauge.",
                        "# TYPE a_total gauge",
                        "a_total 3",
                        "# HELP b A counter.",
                        "# TYPE b counter",
                        "b 0.5");
    }

    @Test
    void aHistogramCountsUpToEachBound() {
        Histogram seconds = Histogram.doubling(0.001, 2);
        seconds.observe(0.001);
        seconds.observeNanos(1_500_000);
        seconds.observe(7);
        to.histogram("h", "H.", seconds);
        assertThat(to.toString().lines().skip(2))
                .containsExactly(
                        "h_bucket{le=\"0.001\"} 1",
                        "h_bucket{le=\"0.002\"} 2",
                        "h_bucket{le=\"+Inf\"} 3",
                        "h_sum 7.0025",
                        "h_count 3");
    }

    @Test
    void labelsAreEscaped() {
        Labelled<LongAdder> figures = new Labelled<>(LongAdder::new);
        figures.of("a\"b\\c\n").increment();
        to.byLabel("counter", "c", "C.", "To", figures);
        assertThat(to.toString()).endsWith("c{To=\"a\\\"b\\\\c\\n\"} 1\n");
    }

    /** Dashboards select buckets by the text that Go's library makes of a bound. */
    @ParameterizedTest
    @CsvSource({"0.0001, 0.0001", "0.0128, 0.0128", "1.024, 1.024", "8, 8", "819200, 819200", "8388608, 8.388608e+06"})
    void boundsAreWrittenAsGoWritesThem(double bound, String text) {
        assertThat(Exposition.bound(bound)).isEqualTo(text);
    }
}
