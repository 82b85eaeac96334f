// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.desired;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cairn.operator.naming.Labels;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.StreamSupport;

/**
 * Whether applying an object would change anything, as server-side apply understands it: what it says must be so,
 * whatever else is there. What it said earlier and says no more shows in a digest, which it bears as an annotation.
 */
public final class AppliedObject {
    private static final ObjectMapper JSON = new ObjectMapper();

    private AppliedObject() {}

    /** The same object with its digest on it. */
    public static <T extends HasMetadata> T marked(T wanted) {
        var annotations = new TreeMap<String, String>();
        if (wanted.getMetadata().getAnnotations() != null) {
            annotations.putAll(wanted.getMetadata().getAnnotations());
        }
        annotations.put(Labels.APPLIED, AppliedSpec.digest(wanted));
        wanted.getMetadata().setAnnotations(annotations);
        return wanted;
    }

    /** Whether the object that is there is as wanted. */
    public static boolean covers(HasMetadata wanted, HasMetadata there) {
        return covers(JSON.valueToTree(wanted), (JsonNode) JSON.valueToTree(there));
    }

    private static boolean covers(JsonNode wanted, JsonNode there) {
        if (there == null) {
            return wanted.isNull();
        }
        if (wanted.isObject()) {
            for (Iterator<Map.Entry<String, JsonNode>> fields = wanted.fields(); fields.hasNext(); ) {
                var field = fields.next();
                if (!covers(field.getValue(), there.get(field.getKey()))) {
                    return false;
                }
            }
            return true;
        }
        if (wanted.isArray()) {
            return StreamSupport.stream(wanted.spliterator(), false)
                    .allMatch(each ->
                            StreamSupport.stream(there.spliterator(), false).anyMatch(one -> covers(each, one)));
        }
        return wanted.equals(there);
    }
}
