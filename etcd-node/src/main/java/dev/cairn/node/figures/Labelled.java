// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.figures;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * A figure for each combination of label values, made when it is first asked for. The values must come from what is
 * bounded: members, kinds of requests, never from clients. Any thread.
 */
public final class Labelled<T> {
    private final Map<String, Entry<T>> figures = new ConcurrentSkipListMap<>();
    private final Supplier<T> fresh;

    private record Entry<T>(List<String> values, T figure) {}

    public Labelled(Supplier<T> fresh) {
        this.fresh = fresh;
    }

    public T of(String value) {
        Entry<T> known = figures.get(value);
        return known != null
                ? known.figure()
                : figures.computeIfAbsent(value, each -> new Entry<>(List.of(each), fresh.get()))
                        .figure();
    }

    public T of(String first, String second) {
        String key = first + '\n' + second;
        Entry<T> known = figures.get(key);
        return known != null
                ? known.figure()
                : figures.computeIfAbsent(key, each -> new Entry<>(List.of(first, second), fresh.get()))
                        .figure();
    }

    /** In the order of their values. */
    public void forEach(BiConsumer<List<String>, T> action) {
        figures.values().forEach(each -> action.accept(each.values(), each.figure()));
    }
}
