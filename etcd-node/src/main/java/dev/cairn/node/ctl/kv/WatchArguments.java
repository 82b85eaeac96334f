// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.ctl.kv;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The keys that a watch names and the program to run for its events, which stands behind {@code --}. Variables may name the
 * keys, and then arguments may not.
 */
record WatchArguments(List<String> keys, List<String> program) {
    private static final String SEPARATOR = "--";
    private static final String CONFLICT = "bad number of arguments (found conflicting environment key)";

    /**
     * @param words all that stands behind {@code watch}, flags included
     * @param arguments these without flags and separator
     */
    static WatchArguments of(List<String> words, List<String> arguments, Map<String, String> environment) {
        String key = environment.getOrDefault("ETCDCTL_WATCH_KEY", "");
        String end = environment.getOrDefault("ETCDCTL_WATCH_RANGE_END", "");
        int separator = words.indexOf(SEPARATOR);
        Keys.check(
                separator < 0 || separator < words.size() - 1,
                "bad number of arguments (found separator --, but no commands)");
        List<String> program = separator < 0 ? List.of() : words.subList(separator + 1, words.size());
        List<String> keys = arguments.subList(0, arguments.size() - program.size());
        if (key.isEmpty()) {
            return new WatchArguments(keys, program);
        }
        Keys.check(keys.isEmpty(), CONFLICT);
        List<String> named = new ArrayList<>(List.of(key));
        if (!end.isEmpty()) {
            named.add(end);
        }
        return new WatchArguments(named, program);
    }

    static void checkVariables(Map<String, String> environment) {
        String end = environment.getOrDefault("ETCDCTL_WATCH_RANGE_END", "");
        Keys.check(
                end.isEmpty()
                        || !environment.getOrDefault("ETCDCTL_WATCH_KEY", "").isEmpty(),
                "ETCDCTL_WATCH_KEY is empty but got ETCDCTL_WATCH_RANGE_END=\"" + end + "\"");
    }
}
