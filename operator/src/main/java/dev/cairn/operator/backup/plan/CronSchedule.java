// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.backup.plan;

import com.cronutils.model.Cron;
import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;

/** A schedule as cron writes it, in a time zone. */
public final class CronSchedule {
    private static final CronParser PARSER = new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));

    private final ExecutionTime times;
    private final ZoneId zone;

    private CronSchedule(ExecutionTime times, ZoneId zone) {
        this.times = times;
        this.zone = zone;
    }

    /**
     * Reads a schedule; throws IllegalArgumentException that says what is wrong.
     *
     * @param zone may be null: UTC
     */
    public static CronSchedule of(String schedule, String zone) {
        ZoneId zoneId;
        try {
            zoneId = zone == null ? ZoneOffset.UTC : ZoneId.of(zone);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("timeZone " + zone + " is not known", e);
        }
        try {
            Cron cron = PARSER.parse(schedule).validate();
            return new CronSchedule(ExecutionTime.forCron(cron), zoneId);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("schedule " + schedule + " is not understood: " + e.getMessage(), e);
        }
    }

    /** The latest time after the one given, up to and including now. */
    public Optional<Instant> latestDue(Instant after, Instant now) {
        // The library looks for times strictly before: a nanosecond more lets "now" count.
        return times.lastExecution(now.plusNanos(1).atZone(zone))
                .map(time -> time.toInstant())
                .filter(time -> time.isAfter(after));
    }

    public Optional<Instant> next(Instant after) {
        return times.nextExecution(after.atZone(zone)).map(time -> time.toInstant());
    }
}
