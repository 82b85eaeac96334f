// SPDX-License-Identifier: Apache-2.0
package dev.cairn.crds.restore;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.cairn.crds.ApiType;

/** What a restore in place begins with; written before its volume is made. */
@ApiType
public record InPlaceStatus(
        @JsonPropertyDescription("The member that is made of the snapshot.")
        String member,

        @JsonPropertyDescription("etcd's cluster ID before, in hexadecimal.")
        String clusterId,

        @JsonPropertyDescription("The highest revision that was ever seen of the cluster.")
        Long knownRevision,

        @JsonPropertyDescription("What is added to the snapshot's revision.")
        Long bumpRevision) {}
