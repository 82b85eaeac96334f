// SPDX-License-Identifier: Apache-2.0
package dev.cairn.crds.backup;

import dev.cairn.crds.CairnApi;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;

/** Backups of a cluster, once or by a schedule. Deleting it never deletes an object in the store. */
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

    @Override
    protected EtcdBackupSpec initSpec() {
        return null;
    }

    @Override
    protected EtcdBackupStatus initStatus() {
        return null;
    }
}
