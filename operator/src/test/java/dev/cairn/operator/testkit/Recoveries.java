// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.testkit;

import dev.cairn.crds.cluster.EtcdClusterStatus;
import dev.cairn.operator.cluster.plan.Step;
import dev.cairn.operator.recovery.observe.RecoveryView;
import dev.cairn.operator.recovery.observe.RecoveryView.SetAside;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What comes of a recovery's steps in a {@link World}. */
public final class Recoveries {
    private Recoveries() {}

    static EtcdClusterStatus noted(EtcdClusterStatus status, Step.NoteRecovery note) {
        var noted = status.withRecovery(note.recovery());
        return note.clusterId().map(noted::withClusterId).orElse(noted);
    }

    static void setAside(World world, String letter, Step.SetVolumeAside step) {
        world.recovery(with(each ->
                        each.add(new SetAside(step.memberName(), step.volumeUid(), step.restore(), World.NOW, false))))
                .noVolume(letter);
    }

    static void broughtBack(World world, String letter) {
        gone(world, World.name(letter)).volume(letter, World.CLUSTER_ID);
    }

    static World gone(World world, String member) {
        return world.recovery(
                with(each -> each.removeIf(volume -> volume.member().equals(member))));
    }

    private static UnaryOperator<RecoveryView> with(java.util.function.Consumer<List<SetAside>> change) {
        return view -> {
            var aside = new ArrayList<>(view.aside());
            change.accept(aside);
            return new RecoveryView(
                    view.request(), view.seed(), aside, view.confirmed(), view.undone(), view.seedKeys());
        };
    }

    /** Annotated by a person. */
    public static UnaryOperator<RecoveryView> annotated(Optional<String> confirmed, Optional<String> undone) {
        return view -> new RecoveryView(view.request(), view.seed(), view.aside(), confirmed, undone, view.seedKeys());
    }
}
