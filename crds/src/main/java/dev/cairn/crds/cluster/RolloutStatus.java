// SPDX-License-Identifier: Apache-2.0
package dev.cairn.crds.cluster;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.crds.ApiType;
import io.fabric8.crd.generator.annotation.SchemaFrom;

/**
 * A change on its way through the members. The target stays what it is until it is reached or has failed, whatever the
 * specification asks for meanwhile.
 */
@ApiType
public record RolloutStatus(
        @JsonPropertyDescription("Revision that members are brought to: a digest of what they are made from.")
        String target,

        @JsonPropertyDescription(
                "Rolling, Halted or Finished. What has halted is tried again when the specification changes.")
        RolloutState state,

        @JsonPropertyDescription("Members that work with the target.")
        Integer updated,

        @JsonPropertyDescription("Members there were when it began.")
        Integer total,

        @JsonPropertyDescription("When it began.") String since,

        @JsonPropertyDescription("The member being remade, or the one it halted at.")
        String member,

        @JsonPropertyDescription("Since when that member is being remade.")
        String memberSince,

        @JsonPropertyDescription("Why it halted, in one word.")
        String reason,

        @JsonPropertyDescription("Why it halted.") String message,

        @SchemaFrom(type = JsonNode.class)
        @JsonPropertyDescription("What the target is made from; once finished it is" + " status.template.")
        MemberTemplate template) {

    /** Nobody has been remade yet. */
    public static RolloutStatus begun(String target, MemberTemplate template, int updated, int total, String since) {
        return new RolloutStatus(target, RolloutState.ROLLING, updated, total, since, null, null, null, null, template);
    }

    /** The same with another member's turn; null for nobody's. */
    public RolloutStatus withMember(String other, String since) {
        return new RolloutStatus(target, state, updated, total, this.since, other, since, reason, message, template);
    }

    public RolloutStatus withUpdated(int count) {
        return new RolloutStatus(target, state, count, total, since, member, memberSince, reason, message, template);
    }

    /** The same, given up at its present member. */
    public RolloutStatus halted(String word, String why) {
        return new RolloutStatus(
                target, RolloutState.HALTED, updated, total, since, member, memberSince, word, why, template);
    }

    /** The same, reached. */
    public RolloutStatus finished(int count) {
        return new RolloutStatus(target, RolloutState.FINISHED, count, total, since, null, null, null, null, null);
    }
}
