// SPDX-License-Identifier: Apache-2.0
package dev.cairn.crds.cluster.status;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.cairn.crds.ApiType;
import java.time.Duration;
import java.time.Instant;

/** The highest revision that was ever seen. It is written once a minute at most, and not at all while nothing is written. */
@ApiType
public record RevisionMark(
        @JsonPropertyDescription("The revision.") Long revision,
        @JsonPropertyDescription("When it was seen.") String at) {

    private static final Duration BETWEEN_WRITES = Duration.ofMinutes(1);

    /** What is to be written after a look that saw {@code revision}; {@code before} may be null. */
    public static RevisionMark after(RevisionMark before, long revision, Instant now) {
        if (revision <= 0) {
            return before;
        }
        boolean due = before == null
                || before.revision == null
                || revision > before.revision
                        && (before.at == null
                                || !now.isBefore(Instant.parse(before.at).plus(BETWEEN_WRITES)));
        return due ? new RevisionMark(revision, now.toString()) : before;
    }
}
