// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.bootstrap;

import dev.cairn.operator.cluster.ClusterFlow;
import dev.cairn.operator.cluster.act.ClusterActor;
import dev.cairn.operator.cluster.desired.MemberImage;
import dev.cairn.operator.cluster.observe.ClusterObserver;
import dev.cairn.operator.cluster.observe.MemberProber;
import dev.cairn.operator.cluster.observe.WireProber;
import dev.cairn.operator.cluster.removal.ClusterRemoval;
import dev.cairn.operator.cluster.status.ClusterReporter;
import dev.cairn.operator.cluster.status.StatusAssembler;
import dev.cairn.operator.crash.CrashSwitch;
import dev.cairn.operator.etcd.EtcdConnector;
import dev.cairn.operator.kube.EventWriter;
import dev.cairn.operator.naming.AddressBook;
import dev.cairn.operator.naming.MemberNames;
import dev.cairn.operator.recovery.plan.RecoveryPlanner;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.Metrics;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executor;

/** The EtcdCluster controller's parts. */
@Singleton
public class ClusterWiring {

    /** What the controller's parts are made from; tests give their own. */
    public record Ground(
            KubernetesClient client,
            AddressBook addresses,
            EtcdConnector connector,
            Executor executor,
            MemberImage image,
            InstantSource clock,
            CrashSwitch crash,
            Duration learnerStartLimit) {}

    @Produces
    @Singleton
    Ground ground(
            OperatorSettings settings,
            KubernetesClient client,
            AddressBook addresses,
            EtcdConnector connector,
            @Blocking Executor executor,
            CrashSwitch crash) {
        return new Ground(
                client,
                addresses,
                connector,
                executor,
                new MemberImage(settings.nodeImage()),
                InstantSource.system(),
                crash,
                settings.learnerStartLimit());
    }

    @Produces
    @Singleton
    ClusterFlow flow(Ground ground) {
        return flowOn(ground);
    }

    @Produces
    @Singleton
    ClusterRemoval removal(Ground ground, EventWriter events) {
        return removalOn(ground, events);
    }

    /** What is done about a cluster that is being deleted, on this ground. */
    public static ClusterRemoval removalOn(Ground ground, EventWriter events) {
        return new ClusterRemoval(
                ground.client(), events, ground.clock(), ground.image().fallback(), ground.crash());
    }

    /** All phases on this ground. */
    public static ClusterFlow flowOn(Ground ground) {
        var prober = new MemberProber(ground.addresses(), ground.connector(), ground.executor());
        return new ClusterFlow(new ClusterFlow.Parts(
                new ClusterObserver(
                        ground.client(),
                        prober,
                        new WireProber(ground.addresses(), ground.executor(), new SecureRandom()),
                        new MemberNames(new SecureRandom()),
                        ground.image(),
                        ground.clock()),
                new RecoveryPlanner(ground.addresses(), ground.learnerStartLimit()),
                new ClusterActor(
                        ground.client(),
                        ground.addresses(),
                        ground.connector(),
                        ground.image(),
                        new SecureRandom(),
                        ground.crash()),
                new ClusterReporter(
                        ground.client(),
                        new StatusAssembler(ground.addresses()),
                        new EventWriter(ground.client(), ground.clock())),
                // Quarkus adds its registry to the global one, and /metrics reads that.
                new StepCounter(Metrics.globalRegistry),
                new CertificateGauges(Metrics.globalRegistry, ground.clock())));
    }
}
