// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each cause has its own remedy, whoever met it. */
class DiskFaultTest {
    @ParameterizedTest
    @CsvSource({
        "No space left on device, FULL, free space",
        "Disk quota exceeded, QUOTA, quota",
        "Read-only file system, READ_ONLY, for writing",
        "Permission denied, DENIED, the user that runs this process",
        "Input/output error, UNREADABLE, look at it",
        "Too many open files, FILES, LimitNOFILE",
    })
    void isKnownByTheSystemsWords(String words, DiskFault fault, String remedy) {
        Exception java = new BackendException(
                "cannot use it", new UncheckedIOException(new FileSystemException("/data/f", null, words)));
        Exception rocks = new BackendException("IO error: " + words + ": While appending to file: /data/000012.sst");
        assertThat(DiskFault.of(java)).contains(fault);
        assertThat(DiskFault.of(rocks)).contains(fault);
        assertThat(DiskFault.remedy(java)).startsWith("; ").contains(remedy);
    }

    @Test
    void aDeniedFileIsKnownByItsType() {
        assertThat(DiskFault.of(new BackendException("x", new AccessDeniedException("/data/f"))))
                .contains(DiskFault.DENIED);
    }

    @Test
    void damageIsNone() {
        assertThat(DiskFault.of(new IOException("Corruption: block checksum mismatch")))
                .isEmpty();
        assertThat(DiskFault.remedy(new BackendException("damaged"))).isEmpty();
    }
}
