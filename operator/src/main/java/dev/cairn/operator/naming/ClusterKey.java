// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.naming;

import dev.cairn.crds.cluster.TlsClient;
import java.util.Objects;

/**
 * Which EtcdCluster: where it lives, what it is called and which of several of that name over time (the UID). Every
 * object that belongs to the cluster as a whole takes its name from here.
 */
public record ClusterKey(String namespace, String name, String uid) {
    public ClusterKey {
        Objects.requireNonNull(namespace);
        Objects.requireNonNull(name);
        Objects.requireNonNull(uid);
    }

    /** The Service clients use; ready voters only. */
    public String clientService() {
        return name + "-client";
    }

    /** The headless Service that gives members their host names; members that are not ready included. */
    public String peerService() {
        return name + "-peers";
    }

    public String disruptionBudget() {
        return name + "-voters";
    }

    /** Secret with the CA's certificate alone, for whoever verifies members. */
    public String caSecret() {
        return name + "-ca";
    }

    /** Secret with the CA's private key; read by the operator only. */
    public String caKeySecret() {
        return name + "-ca-key";
    }

    /** Secret with the private key of the CA that is to issue next, while members learn to trust it. */
    public String nextCaKeySecret() {
        return name + "-ca-next";
    }

    /** Secret with what the operator itself shows to members; nobody else's. */
    public String operatorTlsSecret() {
        return name + "-operator-tls";
    }

    /** Secret of a client that the specification names; where it names no Secret, one that is called after both. */
    public String secretOf(TlsClient client) {
        return client.secretName() == null ? name + "-client-" + client.name() + "-tls" : client.secretName();
    }

    /** Secret with a client's certificate and key, for whoever uses the cluster. */
    public String clientTlsSecret() {
        return name + "-client-tls";
    }

    /** Secret with the certificate and key a member shows, as server and as peer. */
    public static String memberTlsSecret(String member) {
        return member + "-tls";
    }

    /** Secret into which cert-manager issues what this one is to hold; mounted by nobody. */
    public static String intakeSecret(String secret) {
        return secret + "-issued";
    }

    /** A member's PersistentVolumeClaim. */
    public static String volumeClaim(String member) {
        return "data-" + member;
    }

    /** etcd's cluster token: two clusters of one name, one after the other, never mix. */
    public String token() {
        return namespace + "-" + name + "-" + uid;
    }

    @Override
    public String toString() {
        return namespace + "/" + name;
    }
}
