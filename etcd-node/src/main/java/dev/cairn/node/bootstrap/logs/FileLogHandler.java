// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.bootstrap.logs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.logging.ErrorManager;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.LogRecord;

/** Lines into a file. */
final class FileLogHandler extends Handler {
    private final RotatingFile file;

    FileLogHandler(RotatingFile file, Formatter formatter) {
        this.file = file;
        setFormatter(formatter);
    }

    @Override
    public synchronized void publish(LogRecord record) {
        if (!isLoggable(record)) {
            return;
        }
        try {
            file.append(getFormatter().format(record).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            reportError("a line is lost", e, ErrorManager.WRITE_FAILURE);
        }
    }

    @Override
    public void flush() {
        // Each line is flushed.
    }

    @Override
    public synchronized void close() {
        try {
            file.close();
        } catch (IOException e) {
            reportError("the file is not closed", e, ErrorManager.CLOSE_FAILURE);
        }
    }
}
