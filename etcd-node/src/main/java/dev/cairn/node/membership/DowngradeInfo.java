// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.membership;

import com.fasterxml.jackson.core.JsonToken;

/** Whether the cluster is being taken to an older version, and to which (major.minor.0, empty where it is not). */
public record DowngradeInfo(String targetVersion, boolean enabled) {
    public static final DowngradeInfo NONE = new DowngradeInfo("", false);

    byte[] toJson() {
        return GoJson.write(json -> {
            json.writeStartObject();
            json.writeStringField("target-version", targetVersion);
            json.writeBooleanField("enabled", enabled);
            json.writeEndObject();
        });
    }

    static DowngradeInfo read(byte[] bytes) {
        return GoJson.read(bytes, "downgrade record", json -> {
            GoJson.expectObject(json);
            String target = "";
            boolean enabled = false;
            while (json.nextToken() != JsonToken.END_OBJECT) {
                String field = json.currentName();
                json.nextToken();
                switch (field) {
                    case "target-version" -> target = GoJson.readString(json);
                    case "enabled" -> enabled = json.getBooleanValue();
                    default -> json.skipChildren();
                }
            }
            return new DowngradeInfo(target, enabled);
        });
    }
}
