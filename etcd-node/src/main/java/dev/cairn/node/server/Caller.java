// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server;

import java.util.List;

/**
 * Who asks, by what he showed. Handed through every port, so that whoever decides about a request, or writes of it, knows
 * whose it is.
 *
 * @param token that came with the request; empty where none did
 * @param commonName of the certificate that the client showed and that was verified; empty where it showed none
 * @param alternativeNames the certificate's DNS names, addresses and URIs
 */
public record Caller(String token, String commonName, List<String> alternativeNames, Kind kind) {
    /** Where a request comes from. */
    public enum Kind {
        CLIENT,
        /** Through the JSON gateway, where a certificate names nobody, as in etcd. */
        GATEWAY,
        /** This member by itself, or another that forwards what only the leader can do. */
        MEMBER
    }

    public static final Caller ANONYMOUS = new Caller("", "", List.of(), Kind.CLIENT);

    public static final Caller MEMBER = new Caller("", "", List.of(), Kind.MEMBER);

    public Caller {
        alternativeNames = List.copyOf(alternativeNames);
    }

    /** A client with a verified certificate. */
    public static Caller certified(String commonName, List<String> alternativeNames) {
        return new Caller("", commonName, alternativeNames, Kind.CLIENT);
    }

    public Caller withToken(String shown) {
        return new Caller(shown, commonName, alternativeNames, kind);
    }

    public Caller throughGateway() {
        return new Caller(token, commonName, alternativeNames, Kind.GATEWAY);
    }

    public boolean isMember() {
        return kind == Kind.MEMBER;
    }

    /** For a line of the log: a token is as good as a password, and is not in it. */
    @Override
    public String toString() {
        if (isMember()) {
            return "a member";
        }
        String certificate = commonName.isEmpty() && alternativeNames.isEmpty()
                ? ""
                : "certificate CN=" + commonName + " SAN=" + alternativeNames;
        if (token.isEmpty()) {
            return certificate.isEmpty() ? "an anonymous client" : "client with " + certificate;
        }
        return "client with a token" + (certificate.isEmpty() ? "" : " and " + certificate);
    }
}
