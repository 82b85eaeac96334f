// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.bootstrap;

import dev.cairn.operator.backup.BackupFlow;
import dev.cairn.operator.backup.act.BackupActor;
import dev.cairn.operator.backup.observe.BackupObserver;
import dev.cairn.operator.kube.EventWriter;
import dev.cairn.operator.naming.MemberNames;
import dev.cairn.operator.restore.RestoreFlow;
import dev.cairn.operator.restore.act.RestoreActor;
import dev.cairn.operator.restore.observe.RestoreObserver;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;

/** The parts of the EtcdBackup and EtcdRestore controllers. */
@Singleton
public class BackupWiring {

    @Produces
    @Singleton
    BackupFlow backupFlow(ClusterWiring.Ground ground) {
        return backupFlowOn(ground);
    }

    @Produces
    @Singleton
    RestoreFlow restoreFlow(ClusterWiring.Ground ground) {
        return restoreFlowOn(ground);
    }

    /** All phases of a backup on this ground. */
    public static BackupFlow backupFlowOn(ClusterWiring.Ground ground) {
        return new BackupFlow(
                new BackupObserver(ground.client(), ground.clock()),
                new BackupActor(ground.client(), ground.image().fallback(), ground.crash()),
                new EventWriter(ground.client(), ground.clock()));
    }

    /** All phases of a restore on this ground. */
    public static RestoreFlow restoreFlowOn(ClusterWiring.Ground ground) {
        return new RestoreFlow(
                new RestoreObserver(ground.client(), new MemberNames(new SecureRandom()), ground.clock()),
                new RestoreActor(
                        ground.client(), ground.addresses(), ground.image().fallback(), ground.crash()),
                new EventWriter(ground.client(), ground.clock()));
    }
}
