// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.membership;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.List;

/** Raft's configuration as etcd keeps it in its store: JSON in {@code meta/confState}, ids as unsigned numbers. */
public record AppliedConfState(
        List<Long> voters, List<Long> learners, List<Long> votersOutgoing, List<Long> learnersNext, boolean autoLeave) {
    public AppliedConfState {
        voters = List.copyOf(voters);
        learners = List.copyOf(learners);
        votersOutgoing = List.copyOf(votersOutgoing);
        learnersNext = List.copyOf(learnersNext);
    }

    /** {@code auto_leave} is always written, as by 3.5 and 3.6, which readers of all versions take. */
    byte[] toJson() {
        return GoJson.write(json -> {
            json.writeStartObject();
            writeIds(json, "voters", voters);
            writeIds(json, "learners", learners);
            writeIds(json, "voters_outgoing", votersOutgoing);
            writeIds(json, "learners_next", learnersNext);
            json.writeBooleanField("auto_leave", autoLeave);
            json.writeEndObject();
        });
    }

    static AppliedConfState read(byte[] bytes) {
        return GoJson.read(bytes, "meta/confState", json -> {
            GoJson.expectObject(json);
            List<Long> voters = List.of();
            List<Long> learners = List.of();
            List<Long> votersOutgoing = List.of();
            List<Long> learnersNext = List.of();
            boolean autoLeave = false;
            while (json.nextToken() != JsonToken.END_OBJECT) {
                String field = json.currentName();
                json.nextToken();
                switch (field) {
                    case "voters" -> voters = GoJson.readList(json, GoJson::readUnsigned);
                    case "learners" -> learners = GoJson.readList(json, GoJson::readUnsigned);
                    case "voters_outgoing" -> votersOutgoing = GoJson.readList(json, GoJson::readUnsigned);
                    case "learners_next" -> learnersNext = GoJson.readList(json, GoJson::readUnsigned);
                    case "auto_leave" -> autoLeave = json.getBooleanValue();
                    default -> json.skipChildren();
                }
            }
            return new AppliedConfState(voters, learners, votersOutgoing, learnersNext, autoLeave);
        });
    }

    private static void writeIds(JsonGenerator json, String field, List<Long> ids) throws IOException {
        if (ids.isEmpty()) {
            return;
        }
        json.writeArrayFieldStart(field);
        for (long id : ids) {
            GoJson.writeUnsigned(json, id);
        }
        json.writeEndArray();
    }
}
