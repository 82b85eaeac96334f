// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.bootstrap;

import dev.cairn.operator.cluster.desired.MemberImage;
import dev.cairn.operator.crash.CrashSwitch;
import dev.cairn.operator.etcd.EtcdConnector;
import dev.cairn.operator.etcd.grpc.GrpcConnector;
import dev.cairn.operator.kube.EventWriter;
import dev.cairn.operator.kube.ReconcileFaults;
import dev.cairn.operator.naming.AddressBook;
import dev.cairn.operator.naming.DnsAddressBook;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

/** What every controller shares. */
@Singleton
public class CommonWiring {
    /** A leader that cannot renew ends: an API server that stalls for less is no reason to. */
    private static final Duration RENEW_DEADLINE = Duration.ofSeconds(30);

    private static final Duration LEASE_DURATION = Duration.ofSeconds(45);
    private static final Duration RETRY_PERIOD = Duration.ofSeconds(5);

    @Produces
    @Singleton
    InstantSource clock() {
        return InstantSource.system();
    }

    /** A thread per blocking call: they cost nothing, and no cluster waits for another's slow member. */
    @Produces
    @Singleton
    @Blocking
    Executor blockingCalls() {
        return Executors.newVirtualThreadPerTaskExecutor();
    }

    @Produces
    @Singleton
    AddressBook addresses(OperatorSettings settings) {
        return new DnsAddressBook(settings.clusterDomain().orElseGet(ClusterDomain::detect));
    }

    @Produces
    @Singleton
    EtcdConnector connector(OperatorSettings settings, @Blocking Executor executor) {
        return new GrpcConnector(settings.etcdTimeout(), executor);
    }

    @Produces
    @Singleton
    MemberImage image(OperatorSettings settings) {
        return new MemberImage(settings.nodeImage());
    }

    @Produces
    @Singleton
    EventWriter events(KubernetesClient client, InstantSource clock) {
        return new EventWriter(client, clock);
    }

    @Produces
    @Singleton
    ReconcileFaults faults(KubernetesClient client, EventWriter events, InstantSource clock) {
        return new ReconcileFaults(client, events, clock);
    }

    @Produces
    @Singleton
    CrashSwitch crashSwitch(OperatorSettings settings, KubernetesClient client) {
        return CrashSwitches.of(settings.crashAt(), client, namespace(settings, client));
    }

    @Produces
    @Singleton
    Leadership leadership(OperatorSettings settings, KubernetesClient client, EventWriter events) {
        return new Leadership(
                events,
                settings.leaseNamespace(),
                namespace(settings, client),
                Optional.ofNullable(System.getenv("HOSTNAME"))
                        .filter(each -> !each.isBlank())
                        .orElseGet(() -> "process-" + ProcessHandle.current().pid()));
    }

    @Produces
    @Singleton
    LeaderElectionConfiguration leaderElection(OperatorSettings settings, Leadership leadership) {
        return LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration(Leadership.LEASE)
                .withLeaseNamespace(settings.leaseNamespace())
                .withIdentity(leadership.identity())
                .withLeaderCallbacks(leadership.callbacks())
                .withLeaseDuration(LEASE_DURATION)
                .withRenewDeadline(RENEW_DEADLINE)
                .withRetryPeriod(RETRY_PERIOD)
                .build();
    }

    private static String namespace(OperatorSettings settings, KubernetesClient client) {
        return settings.namespace()
                .or(() -> Optional.ofNullable(client.getNamespace()))
                .orElse("default");
    }
}
