// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.bootstrap;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** Settings of the operator itself: properties {@code cairn.*}, or environment variables {@code CAIRN_*}. */
@ConfigMapping(prefix = "cairn")
public interface OperatorSettings {
    /** Image of a member whose EtcdCluster names none. */
    @WithDefault("localhost/cairn/etcd-node:0.1.0")
    String nodeImage();

    /** DNS domain of the Kubernetes cluster. Absent: read from /etc/resolv.conf, else cluster.local. */
    Optional<String> clusterDomain();

    /** How long a new member may take to start before it is given up. */
    @WithDefault("PT10M")
    Duration learnerStartLimit();

    /** How long a member may take to answer one call. */
    @WithDefault("PT3S")
    Duration etcdTimeout();

    /** For tests: the point at which the process halts, once. */
    Optional<String> crashAt();

    /** Namespace of the Lease that all operators of a Kubernetes cluster share, wherever they are installed. */
    @WithDefault("kube-system")
    String leaseNamespace();

    /** Namespace the operator runs in. Absent: that of its service account or kubeconfig. */
    Optional<String> namespace();
}
