// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.storage;

import java.nio.file.AccessDeniedException;
import java.util.Optional;

/**
 * What the operating system says of a disk that cannot be used, and what helps against it. None of it is damage, for
 * which a good copy of a file is the remedy. The system's words (errno(3)) are all that RocksDB and Java both pass on.
 */
public enum DiskFault {
    FULL(
            "No space left on device",
            "the disk is full: free space on that file system or make it larger, then start the member again; nothing"
                    + " that was acknowledged is lost"),
    QUOTA(
            "Disk quota exceeded",
            "the file system's quota for this user is used up: free space or raise it, then start the member again;"
                    + " nothing that was acknowledged is lost"),
    READ_ONLY(
            "Read-only file system",
            "mount the file system for writing, then start the member again; where the kernel made it read-only after"
                    + " an error, look at the disk first"),
    DENIED(
            "Permission denied",
            "give the user that runs this process the right to read and write there; as a rule the whole data directory"
                    + " belongs to that user"),
    UNREADABLE(
            "Input/output error",
            "the disk failed: look at it and at the kernel's log, then reboot the machine or replace the member; what the"
                    + " kernel still holds in memory may be more than the disk has"),
    FILES(
            "Too many open files",
            "raise the limit of open files for this process (ulimit -n, systemd's LimitNOFILE), then start it again");

    private static final int MAX_CAUSES = 20;

    private final String words;
    private final String remedy;

    DiskFault(String words, String remedy) {
        this.words = words;
        this.remedy = remedy;
    }

    /** By the failure's own words, or else by those of its causes. */
    public static Optional<DiskFault> of(Throwable failure) {
        Throwable each = failure;
        for (int depth = 0; each != null && depth < MAX_CAUSES; depth++) {
            if (each instanceof AccessDeniedException) {
                return Optional.of(DENIED);
            }
            String message = String.valueOf(each.getMessage());
            for (DiskFault fault : values()) {
                if (message.contains(fault.words)) {
                    return Optional.of(fault);
                }
            }
            each = each.getCause();
        }
        return Optional.empty();
    }

    /** To go behind a failure's message; empty where the system named no fault of the disk. */
    public static String remedy(Throwable failure) {
        return of(failure).map(fault -> "; " + fault.remedy).orElse("");
    }
}
