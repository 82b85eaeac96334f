// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.testkit;

import dev.cairn.operator.backup.EtcdBackupReconciler;
import dev.cairn.operator.bootstrap.BackupWiring;
import dev.cairn.operator.bootstrap.ClusterWiring;
import dev.cairn.operator.cluster.EtcdClusterReconciler;
import dev.cairn.operator.cluster.desired.MemberImage;
import dev.cairn.operator.crash.CrashPoint;
import dev.cairn.operator.crash.CrashSwitch;
import dev.cairn.operator.etcd.grpc.GrpcConnector;
import dev.cairn.operator.kube.EventWriter;
import dev.cairn.operator.kube.ReconcileFaults;
import dev.cairn.operator.naming.AddressBook;
import dev.cairn.operator.restore.EtcdRestoreReconciler;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The operator in this process, with the controllers' framework and event sources it has in production. */
public final class RunningOperator implements AutoCloseable {
    private final Operator operator;
    private final GrpcConnector connector;
    private final CountDownLatch halted = new CountDownLatch(1);

    RunningOperator(KubernetesClient client, AddressBook addresses, Duration learnerStartLimit, CrashPoint haltAt) {
        this(client, addresses, learnerStartLimit, haltAt, "localhost/cairn/etcd-node:test");
    }

    RunningOperator(
            KubernetesClient client,
            AddressBook addresses,
            Duration learnerStartLimit,
            CrashPoint haltAt,
            String image) {
        connector = new GrpcConnector(Duration.ofSeconds(2), Executors.newVirtualThreadPerTaskExecutor());
        CrashSwitch crash = point -> {
            if (point == haltAt) {
                haltHere();
            }
        };
        var ground = new ClusterWiring.Ground(
                client,
                addresses,
                connector,
                Executors.newVirtualThreadPerTaskExecutor(),
                new MemberImage(image),
                InstantSource.system(),
                crash,
                learnerStartLimit);
        operator =
                new Operator(overrides -> overrides.withKubernetesClient(client).withCloseClientOnStop(false));
        var events = new EventWriter(client, InstantSource.system());
        var faults = new ReconcileFaults(client, events, InstantSource.system());
        operator.register(new EtcdClusterReconciler(
                ClusterWiring.flowOn(ground), ClusterWiring.removalOn(ground, events), faults));
        operator.register(new EtcdBackupReconciler(BackupWiring.backupFlowOn(ground), faults));
        operator.register(new EtcdRestoreReconciler(BackupWiring.restoreFlowOn(ground), faults));
        operator.start();
    }

    /** As a halted process: the thread never comes back, and nothing after this point happens. */
    private void haltHere() {
        halted.countDown();
        while (true) {
            LockSupport.park();
            // The operator's end interrupts it: an interrupted thread would not park, but go round and round.
            Thread.interrupted();
        }
    }

    /** Waits until the crash switch has fired. */
    public boolean hasHalted(Duration within) throws InterruptedException {
        return halted.await(within.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        operator.stop();
        connector.close();
    }
}
