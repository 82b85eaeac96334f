// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.desired;

import dev.cairn.operator.naming.DnsAddressBook;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.ContainerPortBuilder;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;

/** The container a member runs in: command, ports, probes, and as few rights as can be. */
final class MemberContainer {
    static final String NAME = "etcd";
    /** The JVM keeps addresses for 30 s; a member that comes back has another address within seconds. */
    private static final String JVM_OPTIONS = "-Dsun.net.inetaddr.ttl=2 -Dsun.net.inetaddr.negative.ttl=0";
    /** Time for endpoints and kube-proxy to forget a pod before its member stops answering. */
    private static final long PRE_STOP_SECONDS = 2;

    private static final int PROBE_PERIOD_SECONDS = 5;
    private static final int PROBE_TIMEOUT_SECONDS = 5;
    /** Reading a large store takes a while: ten minutes until a starting member is held to be stuck. */
    private static final int START_ATTEMPTS = 300;

    private static final int START_PERIOD_SECONDS = 2;
    private static final int FAILURES_UNTIL_RESTART = 6;
    private static final int FAILURES_UNTIL_NOT_READY = 2;

    private MemberContainer() {}

    static Container of(MemberInput input) {
        return new ContainerBuilder()
                .withName(NAME)
                .withImage(input.image())
                .withImagePullPolicy("IfNotPresent")
                .withCommand(NAME)
                .withArgs(MemberFlags.of(input))
                .withPorts(
                        port("client", DnsAddressBook.CLIENT_PORT),
                        port("peer", DnsAddressBook.PEER_PORT),
                        port("metrics", DnsAddressBook.METRICS_PORT))
                .addNewEnv()
                .withName("JAVA_TOOL_OPTIONS")
                .withValue(JVM_OPTIONS)
                .endEnv()
                .withResources(input.spec().resources())
                .withVolumeMounts(MemberMounts.mounts(input))
                .withStartupProbe(probe("/livez", START_PERIOD_SECONDS, START_ATTEMPTS))
                .withLivenessProbe(probe("/livez", PROBE_PERIOD_SECONDS, FAILURES_UNTIL_RESTART))
                .withReadinessProbe(probe("/readyz", PROBE_PERIOD_SECONDS, FAILURES_UNTIL_NOT_READY))
                .withNewLifecycle()
                .withNewPreStop()
                .withNewSleep(PRE_STOP_SECONDS)
                .endPreStop()
                .endLifecycle()
                .withSecurityContext(restricted())
                .build();
    }

    static SecurityContext restricted() {
        return new SecurityContextBuilder()
                .withAllowPrivilegeEscalation(false)
                .withReadOnlyRootFilesystem(true)
                .withNewCapabilities()
                .withDrop("ALL")
                .endCapabilities()
                .build();
    }

    private static ContainerPort port(String name, int number) {
        return new ContainerPortBuilder()
                .withName(name)
                .withContainerPort(number)
                .build();
    }

    private static Probe probe(String path, int periodSeconds, int failures) {
        return new ProbeBuilder()
                .withNewHttpGet()
                .withPath(path)
                .withNewPort(DnsAddressBook.METRICS_PORT)
                .endHttpGet()
                .withPeriodSeconds(periodSeconds)
                .withTimeoutSeconds(PROBE_TIMEOUT_SECONDS)
                .withFailureThreshold(failures)
                .build();
    }
}
