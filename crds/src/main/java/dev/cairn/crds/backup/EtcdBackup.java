// SPDX-License-Identifier: Apache-2.0
package dev.cairn.crds.backup;

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

/** Backups of a cluster, once or by a schedule. Deleting it never deletes an object in the store. */
@JsonClassDescription("Backups of an EtcdCluster in a store, once or by a schedule. Deleting it deletes no snapshot.")
@Group(CairnApi.GROUP)
@Version(CairnApi.VERSION)
@Plural("etcdbackups")
@Singular("etcdbackup")
@ValidationRule(
        value = "size(self.metadata.name) <= 46",
        message = "name is longer than 46 characters: its Jobs are named after it")
@AdditionalPrinterColumn(name = "Cluster", jsonPath = ".spec.clusterRef.name")
@AdditionalPrinterColumn(name = "Schedule", jsonPath = ".spec.schedule")
@AdditionalPrinterColumn(name = "Ready", jsonPath = ".status.conditions[?(@.type==\"Ready\")].status")
@AdditionalPrinterColumn(name = "Why", jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason")
@AdditionalPrinterColumn(name = "Last", jsonPath = ".status.lastSuccess.time", type = AdditionalPrinterColumn.Type.DATE)
@AdditionalPrinterColumn(
        name = "Revision",
        jsonPath = ".status.lastSuccess.revision",
        type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(name = "Next", jsonPath = ".status.nextRun")
@AdditionalPrinterColumn(name = "Message", jsonPath = ".status.conditions[?(@.type==\"Ready\")].message", priority = 1)
public class EtcdBackup extends CustomResource<EtcdBackupSpec, EtcdBackupStatus> implements Namespaced {
    private static final long serialVersionUID = 1L;

    private final transient List<Unreadable> unreadable = new ArrayList<>();

    @Override
    protected EtcdBackupSpec initSpec() {
        return null;
    }

    @Override
    protected EtcdBackupStatus initStatus() {
        return null;
    }

    /** What of it cannot be read, and was left out. */
    public List<Unreadable> unreadable() {
        return Unreadable.of(getSpec(), unreadable);
    }

    @JsonSetter("spec")
    private void readSpec(JsonNode stored) {
        var read = StoredFields.read(stored, EtcdBackupSpec.class, "spec");
        setSpec(read.value());
        unreadable.addAll(read.unreadable());
    }

    @JsonSetter("status")
    private void readStatus(JsonNode stored) {
        var read = StoredFields.read(stored, EtcdBackupStatus.class, "status");
        setStatus(read.value());
        unreadable.addAll(read.unreadable());
    }
}
