// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.client;

import dev.cairn.node.tls.ClientTrust;
import dev.cairn.node.wire.EtcdUrl;
import java.util.List;
import java.util.function.Function;

/**
 * A cluster by its members' client URLs. What is asked concerns one member, as all of Maintenance does: they are tried in
 * the order given, and the first that can be reached answers.
 */
public final class EtcdClient {
    private final List<EtcdUrl> endpoints;
    private final ClientTrust trust;

    /** Nobody is connected to yet. {@code endpoints} must not be empty; sockets are not dialled here. */
    public EtcdClient(List<EtcdUrl> endpoints, ClientTrust trust) {
        if (endpoints.isEmpty() || endpoints.stream().anyMatch(EtcdUrl::isSocket)) {
            throw new IllegalArgumentException("endpoints must be of the form https://host:port: " + endpoints);
        }
        this.endpoints = List.copyOf(endpoints);
        this.trust = trust;
    }

    /**
     * {@code question} may be asked of several members, one after the other: it starts anew with each.
     *
     * @throws ClientException of the first member that refused; where none could be reached, of the last, with the others
     *     suppressed
     */
    public <T> T ask(Function<MemberClient, T> question) {
        ClientException failure = null;
        for (EtcdUrl endpoint : endpoints) {
            try (MemberClient member = new MemberClient(endpoint, trust)) {
                return question.apply(member);
            } catch (ClientException e) {
                if (failure != null) {
                    e.addSuppressed(failure);
                }
                if (e.kind() != ClientException.Kind.UNREACHABLE) {
                    throw e;
                }
                failure = e;
            }
        }
        throw failure;
    }
}
