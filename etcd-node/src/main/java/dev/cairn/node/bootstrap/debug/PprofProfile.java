// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.bootstrap.debug;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.UnknownFieldSet.Field;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/**
 * A profile as {@code go tool pprof} reads it: pprof's profile.proto, gzipped. Each sample is a stack, the innermost call
 * first, with how often it was seen and its value.
 */
final class PprofProfile {
    private static final int SAMPLE_TYPE = 1;
    private static final int SAMPLE = 2;
    private static final int LOCATION = 4;
    private static final int FUNCTION = 5;
    private static final int STRING_TABLE = 6;
    private static final int TIME_NANOS = 9;
    private static final int DURATION_NANOS = 10;
    private static final int LINES_OF_LOCATION = 4;

    private final long durationNanos;
    private final String type;
    private final String unit;
    private final Map<String, Integer> strings = new LinkedHashMap<>();
    private final Map<String, Integer> functions = new LinkedHashMap<>();
    private final Map<CodeLine, Integer> locations = new LinkedHashMap<>();
    private final Map<List<Integer>, long[]> samples = new LinkedHashMap<>();

    record CodeLine(String function, int line) {}

    PprofProfile(String type, String unit, long durationNanos) {
        this.type = type;
        this.unit = unit;
        this.durationNanos = durationNanos;
        string("");
    }

    void add(List<CodeLine> stack, long value) {
        List<Integer> at = new ArrayList<>(stack.size());
        for (CodeLine line : stack) {
            functions.computeIfAbsent(line.function(), each -> functions.size() + 1);
            at.add(locations.computeIfAbsent(line, each -> locations.size() + 1));
        }
        long[] sums = samples.computeIfAbsent(at, each -> new long[2]);
        sums[0]++;
        sums[1] += value;
    }

    private long string(String text) {
        return strings.computeIfAbsent(text, each -> strings.size());
    }

    byte[] gzipped() throws IOException {
        UnknownFieldSet.Builder profile = UnknownFieldSet.newBuilder();
        Field.Builder types = Field.newBuilder();
        types.addLengthDelimited(message(Map.of(1, string("samples"), 2, string("count"))));
        types.addLengthDelimited(message(Map.of(1, string(type), 2, string(unit))));
        profile.addField(SAMPLE_TYPE, types.build());
        profile.addField(SAMPLE, samples());
        profile.addField(LOCATION, locations());
        Field.Builder named = Field.newBuilder();
        functions.forEach((name, id) ->
                named.addLengthDelimited(message(Map.of(1, (long) id, 2, string(name), 3, string(name)))));
        profile.addField(FUNCTION, named.build());
        Field.Builder texts = Field.newBuilder();
        strings.keySet().forEach(text -> texts.addLengthDelimited(ByteString.copyFromUtf8(text)));
        profile.addField(STRING_TABLE, texts.build());
        Instant now = Instant.now();
        profile.addField(TIME_NANOS, number(now.getEpochSecond() * 1_000_000_000L + now.getNano()));
        profile.addField(DURATION_NANOS, number(durationNanos));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream zipped = new GZIPOutputStream(bytes)) {
            profile.build().writeTo(zipped);
        }
        return bytes.toByteArray();
    }

    private Field samples() {
        Field.Builder all = Field.newBuilder();
        samples.forEach((stack, sums) -> {
            Field.Builder at = Field.newBuilder();
            stack.forEach(at::addVarint);
            UnknownFieldSet.Builder sample = UnknownFieldSet.newBuilder();
            sample.addField(1, at.build());
            sample.addField(
                    2, Field.newBuilder().addVarint(sums[0]).addVarint(sums[1]).build());
            all.addLengthDelimited(sample.build().toByteString());
        });
        return all.build();
    }

    private Field locations() {
        Field.Builder all = Field.newBuilder();
        locations.forEach((code, id) -> {
            ByteString line =
                    message(Map.of(1, (long) functions.get(code.function()), 2, (long) Math.max(0, code.line())));
            UnknownFieldSet.Builder location = UnknownFieldSet.newBuilder();
            location.addField(1, number(id));
            location.addField(
                    LINES_OF_LOCATION,
                    Field.newBuilder().addLengthDelimited(line).build());
            all.addLengthDelimited(location.build().toByteString());
        });
        return all.build();
    }

    private static Field number(long value) {
        return Field.newBuilder().addVarint(value).build();
    }

    private static ByteString message(Map<Integer, Long> numbers) {
        UnknownFieldSet.Builder message = UnknownFieldSet.newBuilder();
        numbers.forEach((field, value) -> message.addField(field, number(value)));
        return message.build().toByteString();
    }
}
