// SPDX-License-Identifier: Apache-2.0
package dev.cairn.e2e.scene;

import dev.cairn.crds.restore.EtcdRestore;
import dev.cairn.crds.restore.EtcdRestoreStatus;
import dev.cairn.crds.restore.RestorePhase;
import dev.cairn.e2e.story.Stage;
import dev.cairn.e2e.story.Story;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import java.util.Optional;

/** The restore's phases as they come; a failed one ends the scene. */
final class RestoreSeen {
    private final Story story;
    private final Stage stage;
    private final String name;
    private RestorePhase phase = RestorePhase.PENDING;
    private String told = "";

    RestoreSeen(Story story, Stage stage, String name) {
        this.story = story;
        this.stage = stage;
        this.name = name;
    }

    RestorePhase phase() {
        Optional<EtcdRestoreStatus> status = Optional.ofNullable(stage.client()
                .resources(EtcdRestore.class)
                .inNamespace(stage.namespace())
                .withName(name)
                .require()
                .getStatus());
        Optional<Condition> ready = status.map(EtcdRestoreStatus::conditions).stream()
                .flatMap(List::stream)
                .filter(condition -> condition.getType().equals("Ready"))
                .findFirst();
        RestorePhase now = status.map(EtcdRestoreStatus::phase).orElse(RestorePhase.PENDING);
        told = ready.map(each -> each.getReason() + ": " + each.getMessage()).orElse("");
        if (now != phase) {
            story.say("  restore: %s: %s", now, told);
        }
        phase = now;
        if (now == RestorePhase.FAILED) {
            throw new AssertionError("the restore failed: " + told);
        }
        return now;
    }

    String told() {
        return phase + " " + told;
    }
}
