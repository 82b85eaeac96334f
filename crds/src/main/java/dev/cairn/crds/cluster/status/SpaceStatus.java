// SPDX-License-Identifier: Apache-2.0
package dev.cairn.crds.cluster.status;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.cairn.crds.ApiType;

/** The last attempt to free space after NOSPACE; there is one in ten minutes at most. */
@ApiType
public record SpaceStatus(
        @JsonPropertyDescription("When it began.") String since,

        @JsonPropertyDescription("Revision that history was compacted up to; absent where it was not.")
        Long compactedTo,

        @JsonPropertyDescription("When it ended; absent while it is under way.")
        String ended,

        @JsonPropertyDescription("What came of it.") String message) {

    /** The same, with history compacted. */
    public SpaceStatus compacted(long revision) {
        return new SpaceStatus(since, revision, ended, message);
    }

    /** The same, ended. */
    public SpaceStatus over(String when, String outcome) {
        return new SpaceStatus(since, compactedTo, when, outcome);
    }
}
