// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.bootstrap.debug;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What every platform thread does now: what goroutines are to Go. */
final class ThreadProfile {
    private ThreadProfile() {}

    /** By name, as a thread dump has them. */
    static String text() {
        Map<String, String> byName = new TreeMap<>();
        Thread.getAllStackTraces().forEach((thread, stack) -> {
            StringBuilder text = new StringBuilder();
            text.append("thread ").append(thread.threadId()).append(" \"").append(thread.getName());
            text.append("\" [").append(thread.getState()).append("]:\n");
            for (StackTraceElement frame : stack) {
                text.append("\t").append(frame).append('\n');
            }
            byName.put(
                    thread.getName() + ' ' + thread.threadId(),
                    text.append('\n').toString());
        });
        return "threads: total " + byName.size() + "\n\n" + String.join("", byName.values());
    }

    static byte[] pprof() {
        PprofProfile profile = new PprofProfile("thread", "count", 0);
        Thread.getAllStackTraces().values().forEach(stack -> profile.add(frames(stack), 1));
        try {
            return profile.gzipped();
        } catch (IOException e) {
            throw new UncheckedIOException("bytes in memory cannot be written", e);
        }
    }

    private static List<PprofProfile.CodeLine> frames(StackTraceElement[] stack) {
        return Stream.of(stack)
                .map(frame -> new PprofProfile.CodeLine(
                        frame.getClassName() + "." + frame.getMethodName(), frame.getLineNumber()))
                .toList();
    }
}
