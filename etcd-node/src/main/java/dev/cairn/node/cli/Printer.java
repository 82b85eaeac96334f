// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Prints one record in the form that {@code -w} names, to the letter as etcdutl does. */
interface Printer {
    void print(Row row);

    /**
     * One record in its four forms: cells for {@code simple} and {@code table}, and named values for {@code json} and
     * {@code fields}, in order.
     */
    record Row(List<String> headers, List<String> cells, Map<String, Object> json, Map<String, Object> fields) {}

    static Printer of(String format, PrintWriter out) {
        return switch (format) {
            case "simple" -> row -> out.println(String.join(", ", row.cells()));
            case "json" -> row -> out.println(json(row.json()));
            case "table" -> row -> new BoxTable(row.headers(), List.of(row.cells())).printTo(out);
            case "fields" -> row -> row.fields().forEach((name, value) -> out.println("\"" + name + "\" : " + value));
            case "protobuf" ->
                row -> {
                    throw new CommandFailure(CommandFailure.UNSUPPORTED, "protobuf not supported as output format");
                };
            default -> throw new CommandFailure(CommandFailure.UNSUPPORTED, "unsupported output format");
        };
    }

    static String json(Map<String, ?> fields) {
        try {
            return new ObjectMapper().writeValueAsString(new LinkedHashMap<>(fields));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("numbers and texts always have a JSON form", e);
        }
    }
}
