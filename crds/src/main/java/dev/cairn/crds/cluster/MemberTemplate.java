// SPDX-License-Identifier: Apache-2.0
package dev.cairn.crds.cluster;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.cairn.crds.ApiType;
import io.fabric8.kubernetes.api.model.ResourceRequirements;

/** What a member's pod is made from, of all that a specification says: a pod takes it when it is made and keeps it. */
@ApiType
public record MemberTemplate(
        @JsonPropertyDescription("Image, whole.") String image,

        @JsonPropertyDescription("Settings of etcd.") EtcdConfigSpec config,

        @JsonPropertyDescription("CPU and memory.") ResourceRequirements resources,

        @JsonPropertyDescription("Where it runs.") SchedulingSpec scheduling,

        @JsonPropertyDescription("Labels and annotations.") MemberPodTemplate podTemplate,

        @JsonPropertyDescription("What the specification said of the image: its image, else its version, else nothing.")
        String askedImage,

        @JsonPropertyDescription("Value of the annotation that asked for a restart.")
        String restart) {

    /** The same with another image. */
    public MemberTemplate withImage(String other) {
        return new MemberTemplate(other, config, resources, scheduling, podTemplate, askedImage, restart);
    }
}
