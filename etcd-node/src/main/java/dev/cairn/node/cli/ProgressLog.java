// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.cli;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Says every two seconds how far a long step is; short ones stay silent. */
public final class ProgressLog {
    private static final Duration INTERVAL = Duration.ofSeconds(2);

    private final ToolLog log;
    private final Clock clock;
    private final String what;
    private final long totalBytes;
    private Instant nextLine;

    ProgressLog(ToolLog log, Clock clock, String what, long totalBytes) {
        this.log = log;
        this.clock = clock;
        this.what = what;
        this.totalBytes = totalBytes;
        this.nextLine = clock.instant().plus(INTERVAL);
    }

    public void reached(long bytes) {
        Instant now = clock.instant();
        if (now.isBefore(nextLine)) {
            return;
        }
        nextLine = now.plus(INTERVAL);
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("bytes", bytes);
        fields.put("of", totalBytes);
        log.info(what, fields);
    }
}
