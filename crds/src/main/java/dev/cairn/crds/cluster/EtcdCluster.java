// SPDX-License-Identifier: Apache-2.0
package dev.cairn.crds.cluster;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.crds.CairnApi;
import dev.cairn.crds.StoredFields;
import dev.cairn.crds.Unreadable;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;
import java.util.ArrayList;
import java.util.List;

/**
 * A cluster of etcd members. Its members' pods are called {@code <name>-<five characters>}, its headless Service
 * {@code <name>-peers}; both must stay host names, hence the rules on the name.
 */
@JsonClassDescription(
        "A cluster of etcd members, kept as its specification says: formed, grown, changed one member at a time, repaired,"
                + " with certificates. With another value of its annotation etcd.cairn.dev/restart its members are"
                + " restarted, one after the other.")
@Group(CairnApi.GROUP)
@Version(CairnApi.VERSION)
@Plural("etcdclusters")
@Singular("etcdcluster")
@ShortNames("etcd")
@ValidationRule(
        value = "size(self.metadata.name) <= 52",
        message = "name is longer than 52 characters: its pods and Services are named after it, and a host name has at"
                + " most 63")
@ValidationRule(
        value = "self.metadata.name.matches('^[a-z]([-a-z0-9]*[a-z0-9])?$')",
        message = "name must begin with a letter and hold only a-z, 0-9 and '-': Services are named after it")
@AdditionalPrinterColumn(name = "Ready", jsonPath = ".status.conditions[?(@.type==\"Ready\")].status")
@AdditionalPrinterColumn(name = "Members", jsonPath = ".status.ready")
@AdditionalPrinterColumn(name = "Why", jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason")
@AdditionalPrinterColumn(name = "Leader", jsonPath = ".status.leader")
@AdditionalPrinterColumn(name = "Version", jsonPath = ".status.version")
@AdditionalPrinterColumn(name = "Rollout", jsonPath = ".status.rollout.state")
@AdditionalPrinterColumn(
        name = "Updated",
        jsonPath = ".status.rollout.updated",
        type = AdditionalPrinterColumn.Type.INTEGER,
        priority = 1)
@AdditionalPrinterColumn(
        name = "Cert-Days",
        jsonPath = ".status.certificates.daysLeft",
        type = AdditionalPrinterColumn.Type.INTEGER,
        priority = 1)
@AdditionalPrinterColumn(name = "Step", jsonPath = ".status.currentStep.name", priority = 1)
@AdditionalPrinterColumn(name = "Message", jsonPath = ".status.conditions[?(@.type==\"Ready\")].message", priority = 1)
@AdditionalPrinterColumn(
        name = "Age",
        jsonPath = ".metadata.creationTimestamp",
        type = AdditionalPrinterColumn.Type.DATE)
public class EtcdCluster extends CustomResource<EtcdClusterSpec, EtcdClusterStatus> implements Namespaced {
    private static final long serialVersionUID = 1L;

    private final transient List<Unreadable> unreadable = new ArrayList<>();

    @Override
    protected EtcdClusterSpec initSpec() {
        return null;
    }

    @Override
    protected EtcdClusterStatus initStatus() {
        return null;
    }

    /** What of it cannot be read, and was left out. */
    public List<Unreadable> unreadable() {
        return Unreadable.of(getSpec(), unreadable);
    }

    @JsonSetter("spec")
    private void readSpec(JsonNode stored) {
        var read = StoredFields.read(stored, EtcdClusterSpec.class, "spec");
        setSpec(read.value());
        unreadable.addAll(read.unreadable());
    }

    @JsonSetter("status")
    private void readStatus(JsonNode stored) {
        var read = StoredFields.read(stored, EtcdClusterStatus.class, "status");
        setStatus(read.value());
        unreadable.addAll(read.unreadable());
    }
}
