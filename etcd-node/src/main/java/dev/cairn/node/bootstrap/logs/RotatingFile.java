// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.bootstrap.logs;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/**
 * A log file to which lines are appended. With a {@link Rotation} it is set aside when the next line would make it too
 * large, under its name and the time, as etcd's does: {@code etcd.log} as {@code etcd-2026-01-31T10-20-30.000.log}; then
 * the oldest of those go away. Not for use by several threads at once.
 */
final class RotatingFile implements AutoCloseable {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH-mm-ss.SSS");
    private static final String TIME_PATTERN = "-\\d{4}-\\d{2}-\\d{2}T\\d{2}-\\d{2}-\\d{2}\\.\\d{3}";
    private static final String GZIP = ".gz";

    private final Path file;
    private final Rotation rotation;
    private final InstantSource clock;
    private OutputStream out;
    private long sizeBytes;

    RotatingFile(Path file, Rotation rotation, InstantSource clock) throws IOException {
        this.file = file;
        this.rotation = rotation;
        this.clock = clock;
        open();
    }

    private void open() throws IOException {
        out = new BufferedOutputStream(
                Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
        sizeBytes = Files.size(file);
    }

    /** A whole line, with its end. */
    void append(byte[] line) throws IOException {
        if (rotation != null && sizeBytes > 0 && sizeBytes + line.length > rotation.maxSizeBytes()) {
            rotate();
        }
        out.write(line);
        out.flush();
        sizeBytes += line.length;
    }

    private void rotate() throws IOException {
        out.close();
        ZoneId zone = rotation.localTime() ? ZoneId.systemDefault() : ZoneOffset.UTC;
        Path aside =
                file.resolveSibling(base() + "-" + TIME.format(clock.instant().atZone(zone)) + extension());
        Files.move(file, aside);
        open();
        if (rotation.compress()) {
            compress(aside);
        }
        clear();
    }

    private static void compress(Path aside) throws IOException {
        Path target = aside.resolveSibling(aside.getFileName() + GZIP);
        try (InputStream in = Files.newInputStream(aside);
                OutputStream zipped = new GZIPOutputStream(Files.newOutputStream(target))) {
            in.transferTo(zipped);
        }
        Files.delete(aside);
    }

    private void clear() throws IOException {
        List<Path> aside = setAside();
        Instant oldest = clock.instant().minus(Duration.ofDays(rotation.maxAgeDays()));
        for (int i = 0; i < aside.size(); i++) {
            boolean tooMany = rotation.maxBackups() > 0 && i >= rotation.maxBackups();
            boolean tooOld = rotation.maxAgeDays() > 0
                    && Files.getLastModifiedTime(aside.get(i)).toInstant().isBefore(oldest);
            if (tooMany || tooOld) {
                Files.delete(aside.get(i));
            }
        }
    }

    /** The newest first. */
    private List<Path> setAside() throws IOException {
        String pattern = java.util.regex.Pattern.quote(base())
                + TIME_PATTERN
                + java.util.regex.Pattern.quote(extension())
                + "(\\.gz)?";
        try (Stream<Path> files = Files.list(file.toAbsolutePath().getParent())) {
            return files.filter(each -> each.getFileName().toString().matches(pattern))
                    .sorted(Comparator.comparing(
                                    (Path each) -> each.getFileName().toString())
                            .reversed())
                    .toList();
        }
    }

    private String base() {
        String name = file.getFileName().toString();
        return name.substring(0, name.length() - extension().length());
    }

    private String extension() {
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return dot < 0 ? "" : name.substring(dot);
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
