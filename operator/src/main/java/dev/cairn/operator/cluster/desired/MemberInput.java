// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.desired;

import dev.cairn.crds.cluster.EtcdClusterSpec;
import dev.cairn.crds.cluster.MemberTemplate;
import dev.cairn.crds.cluster.TlsMode;
import dev.cairn.operator.naming.ClusterKey;

/**
 * Everything a member's pod is made from.
 *
 * @param template what it is made from, of all that a specification says; also what {@code spec} says
 * @param agentImage the image that holds the backup agent
 * @param askedSpec what the specification asked for when the pod was made, as an annotation carries it
 * @param peerUrl what it announces to its peers
 * @param clientUrl what it announces to clients
 * @param initialCluster as the flag spells it
 * @param forming it forms the cluster; otherwise it joins or rejoins one
 * @param forced it leaves all others out and goes on alone
 * @param voter clients may be led to it
 */
public record MemberInput(
        ClusterKey cluster,
        EtcdClusterSpec spec,
        String member,
        MemberTemplate template,
        String agentImage,
        String askedSpec,
        String peerUrl,
        String clientUrl,
        String initialCluster,
        boolean forming,
        boolean forced,
        boolean voter) {

    String image() {
        return template.image();
    }

    boolean tls() {
        return mode() != TlsMode.DISABLED;
    }

    TlsMode mode() {
        return spec.tls() == null || spec.tls().mode() == null
                ? TlsMode.MANAGED
                : spec.tls().mode();
    }

    String serverSecret() {
        return mode() == TlsMode.PROVIDED
                ? spec.tls().provided().serverSecretRef().name()
                : ClusterKey.memberTlsSecret(member);
    }

    String peerSecret() {
        return mode() == TlsMode.PROVIDED
                ? spec.tls().provided().peerSecretRef().name()
                : ClusterKey.memberTlsSecret(member);
    }
}
