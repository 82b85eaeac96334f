// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.bootstrap.debug;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import jdk.jfr.Configuration;
import jdk.jfr.EventSettings;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/** A profile of this process, made of one kind of events of JDK Flight Recorder. */
enum FlightProfile {
    CPU(List.of("jdk.CPUTimeSample"), "cpu", "nanoseconds", event -> FlightProfile.SAMPLE_NANOS),
    ALLOCATIONS(List.of("jdk.ObjectAllocationSample"), "alloc_space", "bytes", event -> event.getLong("weight")),
    MONITORS(
            List.of("jdk.JavaMonitorEnter"),
            "delay",
            "nanoseconds",
            event -> event.getDuration().toNanos()),
    PARKS(
            List.of("jdk.ThreadPark"),
            "delay",
            "nanoseconds",
            event -> event.getDuration().toNanos());

    /** A thread is looked at once in so much processor time of its own. */
    private static final long SAMPLE_NANOS = 10_000_000;

    private static final long NANOS_PER_MILLISECOND = 1_000_000;

    private final List<String> events;
    private final String type;
    private final String unit;
    private final ToLongFunction<RecordedEvent> value;

    FlightProfile(List<String> events, String type, String unit, ToLongFunction<RecordedEvent> value) {
        this.events = events;
        this.type = type;
        this.unit = unit;
        this.value = value;
    }

    /** Waits for so long, or until nobody wants it any more; the profile in pprof's format, gzipped. */
    byte[] record(Duration duration, CountDownLatch unwanted) throws IOException, InterruptedException {
        Path file = Files.createTempFile("etcd-profile", ".jfr");
        try (Recording recording = new Recording()) {
            for (String event : events) {
                EventSettings settings = recording.enable(event).withStackTrace();
                if (this == CPU) {
                    settings.with("throttle", SAMPLE_NANOS / NANOS_PER_MILLISECOND + "ms");
                } else if (this != ALLOCATIONS) {
                    settings.withThreshold(Duration.ofMillis(1));
                }
            }
            record(recording, duration, unwanted, file);
            return profile(file, duration);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private byte[] profile(Path file, Duration duration) throws IOException {
        PprofProfile profile = new PprofProfile(type, unit, duration.toNanos());
        try (RecordingFile recorded = new RecordingFile(file)) {
            while (recorded.hasMoreEvents()) {
                RecordedEvent event = recorded.readEvent();
                if (event.getStackTrace() != null
                        && events.contains(event.getEventType().getName())) {
                    profile.add(
                            event.getStackTrace().getFrames().stream()
                                    .map(frame -> new PprofProfile.CodeLine(
                                            frame.getMethod().getType().getName() + "."
                                                    + frame.getMethod().getName(),
                                            frame.getLineNumber()))
                                    .toList(),
                            value.applyAsLong(event));
                }
            }
        }
        return profile.gzipped();
    }

    /** As {@link #record}; the recording as it is, with the events of the JDK's settings {@code profile}. */
    static byte[] recording(Duration duration, CountDownLatch unwanted) throws IOException, InterruptedException {
        Path file = Files.createTempFile("etcd-trace", ".jfr");
        try (Recording recording = new Recording(Configuration.getConfiguration("profile"))) {
            record(recording, duration, unwanted, file);
            return Files.readAllBytes(file);
        } catch (java.text.ParseException e) {
            throw new IOException("the JDK's settings cannot be read", e);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private static void record(Recording recording, Duration duration, CountDownLatch unwanted, Path file)
            throws IOException, InterruptedException {
        recording.start();
        unwanted.await(duration.toNanos(), TimeUnit.NANOSECONDS);
        recording.stop();
        recording.dump(file);
    }
}
