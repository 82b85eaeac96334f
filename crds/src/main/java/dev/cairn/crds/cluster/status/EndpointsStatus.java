// SPDX-License-Identifier: Apache-2.0
package dev.cairn.crds.cluster.status;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.cairn.crds.ApiType;

/** How clients reach a cluster. */
@ApiType
public record EndpointsStatus(
        @JsonPropertyDescription("Host and port of the client Service; it leads to ready voters only.")
        String service,

        @JsonPropertyDescription("The Service's URL, ready for kube-apiserver's --etcd-servers.")
        String etcdServers,

        @JsonPropertyDescription("The same by the Service's ClusterIP, for clients that do not use the cluster's DNS.")
        String etcdServersByIp,

        @JsonPropertyDescription("Secret whose ca.crt verifies members.")
        String caSecret,

        @JsonPropertyDescription("Secret with tls.crt and tls.key for clients.")
        String clientSecret) {}
