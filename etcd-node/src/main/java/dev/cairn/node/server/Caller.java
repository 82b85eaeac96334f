// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server;

import java.util.List;

/**
 * Who asks. Made once for a connection and handed through every port, so that whoever decides about a request, or writes
 * of it, knows whose it is.
 *
 * @param user who the client proved to be by a token; empty while there is no authentication
 * @param commonName of the certificate that the client showed and that was verified; empty where it showed none
 * @param alternativeNames the certificate's DNS names, addresses and URIs
 * @param peer a member asks, not a client
 */
public record Caller(String user, String commonName, List<String> alternativeNames, boolean peer) {
    public static final Caller ANONYMOUS = new Caller("", "", List.of(), false);

    /** A member: this one by itself, or another that forwards what only the leader can do. */
    public static final Caller MEMBER = new Caller("", "", List.of(), true);

    public Caller {
        alternativeNames = List.copyOf(alternativeNames);
    }

    /** A client with a verified certificate. */
    public static Caller certified(String commonName, List<String> alternativeNames) {
        return new Caller("", commonName, alternativeNames, false);
    }

    /** For a line of the log. */
    @Override
    public String toString() {
        if (peer) {
            return "a member";
        }
        String certificate = commonName.isEmpty() && alternativeNames.isEmpty()
                ? ""
                : "certificate CN=" + commonName + " SAN=" + alternativeNames;
        if (user.isEmpty()) {
            return certificate.isEmpty() ? "an anonymous client" : "client with " + certificate;
        }
        return "user " + user + (certificate.isEmpty() ? "" : " with " + certificate);
    }
}
