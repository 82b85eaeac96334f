// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.bootstrap.flags;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Every flag that etcd 3.4 to 3.7 knows, and what we do with it. */
public final class FlagTable {
    private final Map<String, Flag> flags = new LinkedHashMap<>();

    private FlagTable() {}

    public static FlagTable load() {
        FlagTable table = new FlagTable();
        try (var lines = new BufferedReader(
                new InputStreamReader(FlagTable.class.getResourceAsStream("flags.txt"), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.startsWith("#") && !line.isBlank()) {
                    table.add(line);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return table;
    }

    private void add(String line) {
        String[] columns = line.split("\\|", -1);
        String name = columns[0].trim();
        flags.put(
                name,
                new Flag(
                        name,
                        Flag.Kind.valueOf(columns[1].trim().toUpperCase(Locale.ROOT)),
                        columns[2].trim(),
                        Flag.Status.valueOf(columns[3].trim().toUpperCase(Locale.ROOT)),
                        columns[4].trim()));
    }

    public Collection<Flag> all() {
        return flags.values();
    }

    /** Null when etcd has no such flag. */
    public Flag find(String name) {
        return flags.get(name);
    }
}
