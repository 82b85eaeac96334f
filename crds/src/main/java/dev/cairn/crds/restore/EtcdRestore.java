// SPDX-License-Identifier: Apache-2.0
package dev.cairn.crds.restore;

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
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;
import java.util.ArrayList;
import java.util.List;

/**
 * A new EtcdCluster from a backup, or one that is there taken back to a backup, or on from a survivor. Done once; the
 * cluster does not belong to it, so that deleting the restore deletes no data.
 */
@JsonClassDescription(
        "A new EtcdCluster from a snapshot, or one restored in place. Done once; the cluster does not belong to it and stays when it is deleted.")
@Group(CairnApi.GROUP)
@Version(CairnApi.VERSION)
@Plural("etcdrestores")
@Singular("etcdrestore")
@ValidationRule(
        value = "size(self.metadata.name) <= 46",
        message = "name is longer than 46 characters: its Jobs are named after it")
@AdditionalPrinterColumn(name = "New", jsonPath = ".spec.clusterTemplate.name")
@AdditionalPrinterColumn(name = "InPlace", jsonPath = ".spec.clusterRef.name")
@AdditionalPrinterColumn(name = "Phase", jsonPath = ".status.phase")
@AdditionalPrinterColumn(name = "Ready", jsonPath = ".status.conditions[?(@.type==\"Ready\")].status")
@AdditionalPrinterColumn(name = "Why", jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason")
@AdditionalPrinterColumn(name = "Snapshot", jsonPath = ".status.source.object", priority = 1)
@AdditionalPrinterColumn(name = "Message", jsonPath = ".status.conditions[?(@.type==\"Ready\")].message", priority = 1)
@AdditionalPrinterColumn(
        name = "Age",
        jsonPath = ".metadata.creationTimestamp",
        type = AdditionalPrinterColumn.Type.DATE)
public class EtcdRestore extends CustomResource<EtcdRestoreSpec, EtcdRestoreStatus> implements Namespaced {
    private static final long serialVersionUID = 1L;

    private final transient List<Unreadable> unreadable = new ArrayList<>();

    @Override
    protected EtcdRestoreSpec initSpec() {
        return null;
    }

    @Override
    protected EtcdRestoreStatus initStatus() {
        return null;
    }

    /** What of it cannot be read, and was left out. */
    public List<Unreadable> unreadable() {
        return Unreadable.of(getSpec(), unreadable);
    }

    @JsonSetter("spec")
    private void readSpec(JsonNode stored) {
        var read = StoredFields.read(stored, EtcdRestoreSpec.class, "spec");
        setSpec(read.value());
        unreadable.addAll(read.unreadable());
    }

    @JsonSetter("status")
    private void readStatus(JsonNode stored) {
        var read = StoredFields.read(stored, EtcdRestoreStatus.class, "status");
        setStatus(read.value());
        unreadable.addAll(read.unreadable());
    }
}
