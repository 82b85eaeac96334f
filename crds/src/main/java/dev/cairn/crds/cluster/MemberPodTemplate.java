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
        @ValidationRule(
                value =
                        "self.all(key, key.matches('^([-a-z0-9.]{1,253}/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$')"
                                + " && self[key].matches('^([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$'))",
                message = "labels holds a name or a value that Kubernetes takes for no label: letters, digits, '-', '_'"
                        + " and '.', at most 63")
        @JsonPropertyDescription("Labels.")
        Map<String, String> labels,

        @ValidationRule(
                value = "!self.exists(key, key.startsWith('etcd.cairn.dev/'))",
                message = "annotations that begin with etcd.cairn.dev/ are the operator's own")
        @ValidationRule(
                value =
                        "self.all(key, key.matches('^([-a-z0-9.]{1,253}/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$'))",
                message = "annotations holds a name that Kubernetes takes for none: letters, digits, '-', '_' and '.'")
        @JsonPropertyDescription("Annotations.")
        Map<String, String> annotations) {}
