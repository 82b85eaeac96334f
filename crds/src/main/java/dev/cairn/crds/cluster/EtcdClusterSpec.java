// SPDX-License-Identifier: Apache-2.0
package dev.cairn.crds.cluster;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.cairn.crds.ApiType;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.model.annotation.SpecReplicas;

/** What a user asks of a cluster. Fields that are absent mean what their documentation says. */
@JsonClassDescription("What is asked of the cluster. Absent fields mean what their descriptions say.")
@ApiType
@ValidationRule(
        value = "has(self.bootstrap) == has(oldSelf.bootstrap)",
        message = "bootstrap cannot be added or removed after creation: it says how the cluster began")
@ValidationRule(
        value =
                "!has(self.config) || !has(self.config.quotaBackendBytes) || !has(self.storage) || !has(self.storage.size)"
                        + " || !isQuantity(string(self.config.quotaBackendBytes)) || !isQuantity(string(self.storage.size))"
                        + " || !quantity(string(self.config.quotaBackendBytes)).isGreaterThan(quantity(string(self.storage.size)))",
        message =
                "config.quotaBackendBytes is more than storage.size: members would fill their volumes before they refuse"
                        + " writes")
public record EtcdClusterSpec(
        @SpecReplicas
        @Default("3")
        @ValidationRule(
                value = "self >= 0 && self <= 7",
                message = "replicas must be 0 to 7: more than seven members only slow a cluster down, and with 0 it"
                        + " hibernates")
        @JsonPropertyDescription(
                "Voting members, 1 to 7. An odd number survives as many losses as the next even one. With 0 the cluster"
                        + " hibernates: its pods go, its volumes stay, and with a number above zero it is the same cluster"
                        + " again. Where an EtcdBackup has a destination, a snapshot is made first.")
        Integer replicas,

        @Size(max = 64)
        @ValidationRule(
                value = "self.matches('^v?[0-9]+\\\\.[0-9]+\\\\.[0-9]+([-.+][A-Za-z0-9.-]+)?$')",
                message = "version looks like 3.7.1")
        @JsonPropertyDescription(
                "Tag of the operator's default member image. Absent: the version the operator was released with when the"
                        + " cluster began; another operator changes nothing about it.")
        String version,

        @Size(max = 512)
        @ValidationRule(
                value = "self == '' || self.matches('^[A-Za-z0-9][-A-Za-z0-9._:/@]*$')",
                message = "image is a reference such as registry.example.org/etcd-node:3.7.1")
        @JsonPropertyDescription("Member image, whole; takes precedence over version.")
        String image,

        @JsonPropertyDescription("While true the operator looks, and changes nothing.")
        Boolean paused,

        @Default("{}")
        @JsonPropertyDescription(
                "Each member's volume. A larger size grows in place where the storage class allows it; otherwise, and for"
                        + " another class or a smaller size, members are replaced one by one.")
        StorageSpec storage,

        @Default("{}")
        @ValidationRule(
                value = "has(self.mode) == has(oldSelf.mode) && (!has(self.mode) || self.mode == oldSelf.mode)"
                        + " && has(self.provided) == has(oldSelf.provided)"
                        + " && (!has(self.provided) || self.provided == oldSelf.provided)",
                message =
                        "tls.mode and tls.provided cannot be changed after creation: members that speak TLS and members"
                                + " that do not cannot hear one another")
        @JsonPropertyDescription("Encryption and certificates between members and towards clients.")
        TlsSpec tls,

        @JsonPropertyDescription("Settings of etcd itself. Absent ones are etcd's own defaults.")
        EtcdConfigSpec config,

        @JsonPropertyDescription(
                "CPU and memory of each member's container. What is neither requested nor limited is requested: 250m of CPU,"
                        + " 512Mi of memory.")
        ResourceRequirements resources,

        @JsonPropertyDescription("Where members run.") SchedulingSpec scheduling,

        @JsonPropertyDescription("Labels and annotations added to members' pods.")
        MemberPodTemplate podTemplate,

        @JsonPropertyDescription("The Service that clients use.")
        ClientServiceSpec service,

        @JsonPropertyDescription("Protection of the voting majority against drains.")
        DisruptionBudgetSpec podDisruptionBudget,

        @Default("{}") @JsonPropertyDescription("How lost members are replaced.")
        RepairSpec repair,

        @JsonPropertyDescription("How a changed specification reaches the members.")
        RolloutSpec rollout,

        @JsonPropertyDescription("What the operator may do by itself about the data.")
        MaintenanceSpec maintenance,

        @Default("Retain")
        @JsonPropertyDescription(
                "What becomes of the volumes when the resource is deleted: Retain, Delete, or SnapshotThenDelete, which waits"
                        + " until a last snapshot is stored, where an EtcdBackup of the cluster has its own, and proven.")
        DeletionPolicy deletionPolicy,

        @ValidationRule(value = "self == oldSelf", message = "bootstrap cannot be changed after creation")
        @JsonPropertyDescription("How the cluster begins, other than empty.")
        BootstrapSpec bootstrap) {

    /** The same with members made from this. */
    public EtcdClusterSpec withTemplate(MemberTemplate template) {
        return new EtcdClusterSpec(
                replicas,
                version,
                template.image(),
                paused,
                storage,
                tls,
                template.config(),
                template.resources(),
                template.scheduling(),
                template.podTemplate(),
                service,
                podDisruptionBudget,
                repair,
                rollout,
                maintenance,
                deletionPolicy,
                bootstrap);
    }

    /** The same with other quantities and durations. */
    public EtcdClusterSpec with(
            StorageSpec otherStorage,
            EtcdConfigSpec otherConfig,
            ResourceRequirements otherResources,
            RepairSpec otherRepair) {
        return new EtcdClusterSpec(
                replicas,
                version,
                image,
                paused,
                otherStorage,
                tls,
                otherConfig,
                otherResources,
                scheduling,
                podTemplate,
                service,
                podDisruptionBudget,
                otherRepair,
                rollout,
                maintenance,
                deletionPolicy,
                bootstrap);
    }
}
