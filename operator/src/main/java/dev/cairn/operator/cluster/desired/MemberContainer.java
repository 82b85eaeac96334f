// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.desired;

import dev.cairn.operator.agent.DefaultRequests;
import dev.cairn.operator.naming.DnsAddressBook;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.ContainerPortBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;
import java.util.ArrayList;
import java.util.List;

/** The container a member runs in: command, ports, probes, and as few rights as can be. */
final class MemberContainer {
    static final String NAME = "etcd";
    /** The JVM keeps addresses for 30 s; a member that comes back has another address within seconds. */
    private static final String JVM_OPTIONS = "-Dsun.net.inetaddr.ttl=2 -Dsun.net.inetaddr.negative.ttl=0";
    /** Time for endpoints and kube-proxy to forget a pod before its member stops answering. */
    private static final long PRE_STOP_SECONDS = 2;

    /** The end of the log tells why it ended, and the kubelet keeps it. */
    static final String LAST_WORDS = "FallbackToLogsOnError";

    private static final int PROBE_TIMEOUT_SECONDS = 5;
    /** Reading a large store takes a while: half an hour until a starting member is held to be stuck. */
    private static final int START_ATTEMPTS = 900;

    private static final int START_PERIOD_SECONDS = 2;
    /**
     * Only a member that is dead is killed for it: one that is starved of CPU or waits for its disk comes back by itself,
     * and killing it makes its load another's. A process that ends is started anew without any probe.
     */
    private static final int LIVE_PERIOD_SECONDS = 10;

    private static final int LIVE_TIMEOUT_SECONDS = 15;
    private static final int FAILURES_UNTIL_RESTART = 12;
    private static final int READY_PERIOD_SECONDS = 5;
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
                .withEnv(environment(input))
                .withResources(DefaultRequests.MEMBER.in(input.spec().resources()))
                .withTerminationMessagePolicy(LAST_WORDS)
                .withVolumeMounts(MemberMounts.mounts(input))
                .withStartupProbe(probe("/livez", START_PERIOD_SECONDS, PROBE_TIMEOUT_SECONDS, START_ATTEMPTS))
                .withLivenessProbe(probe("/livez", LIVE_PERIOD_SECONDS, LIVE_TIMEOUT_SECONDS, FAILURES_UNTIL_RESTART))
                .withReadinessProbe(
                        probe("/readyz", READY_PERIOD_SECONDS, PROBE_TIMEOUT_SECONDS, FAILURES_UNTIL_NOT_READY))
                .withNewLifecycle()
                .withNewPreStop()
                .withNewSleep(PRE_STOP_SECONDS)
                .endPreStop()
                .endLifecycle()
                .withSecurityContext(restricted())
                .build();
    }

    /** For the JVM; and for etcdctl, which somebody runs in the pod to ask this very member. */
    private static List<EnvVar> environment(MemberInput input) {
        String scheme = input.tls() ? "https" : "http";
        List<EnvVar> variables = new ArrayList<>(List.of(
                variable("JAVA_TOOL_OPTIONS", JVM_OPTIONS),
                variable("ETCDCTL_ENDPOINTS", scheme + "://localhost:" + DnsAddressBook.CLIENT_PORT)));
        if (input.tls()) {
            variables.add(variable("ETCDCTL_CACERT", MemberMounts.SERVER_TLS + "/ca.crt"));
            variables.add(variable("ETCDCTL_CERT", MemberMounts.SERVER_TLS + "/tls.crt"));
            variables.add(variable("ETCDCTL_KEY", MemberMounts.SERVER_TLS + "/tls.key"));
        }
        return variables;
    }

    private static EnvVar variable(String name, String value) {
        return new EnvVarBuilder().withName(name).withValue(value).build();
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

    private static Probe probe(String path, int periodSeconds, int timeoutSeconds, int failures) {
        return new ProbeBuilder()
                .withNewHttpGet()
                .withPath(path)
                .withNewPort(DnsAddressBook.METRICS_PORT)
                .endHttpGet()
                .withPeriodSeconds(periodSeconds)
                .withTimeoutSeconds(timeoutSeconds)
                .withFailureThreshold(failures)
                .build();
    }
}
