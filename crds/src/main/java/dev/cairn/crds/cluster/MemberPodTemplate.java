// SPDX-License-Identifier: Apache-2.0
package dev.cairn.crds.cluster;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.cairn.crds.ApiType;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Map;

/** Additions to members' pods. The operator's own labels and annotations cannot be replaced. */
@ApiType
public record MemberPodTemplate(
        @ValidationRule(
                value = "!self.exists(key, key.startsWith('etcd.cairn.dev/'))",
                message = "labels that begin with etcd.cairn.dev/ are the operator's own")
        @JsonPropertyDescription("Labels.")
        Map<String, String> labels,

        @ValidationRule(
                value = "!self.exists(key, key.startsWith('etcd.cairn.dev/'))",
                message = "annotations that begin with etcd.cairn.dev/ are the operator's own")
        @JsonPropertyDescription("Annotations.")
        Map<String, String> annotations) {}
