// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.client;

import dev.cairn.node.tls.ClientTrust;
import java.time.Duration;
import java.util.List;

/**
 * Whom a {@link ClusterClient} speaks to, and as whom.
 *
 * @param endpoints as they were written: {@code host:port}, or with {@code http://} or {@code https://}
 * @param trust what TLS is made of; null where none was set up. An endpoint with {@code http://} does without it all the same
 * @param serverName what certificates must name instead of the endpoint's host; null for that host
 * @param limits of messages and of the connection's silence
 * @param login who asks
 */
public record ClusterOptions(List<String> endpoints, ClientTrust trust, String serverName, Limits limits, Login login) {
    /**
     * @param sendBytes the largest request
     * @param receiveBytes the largest answer
     * @param keepAliveTime after so much silence the member is pinged; the library takes no less than 10 s
     * @param keepAliveTimeout so long its answer may take
     * @param dialTimeout so long a login may take
     */
    public record Limits(
            int sendBytes, int receiveBytes, Duration keepAliveTime, Duration keepAliveTimeout, Duration dialTimeout) {}

    /** A user with a password, or a token that somebody else signed, or none of them. Absent ones are empty. */
    public record Login(String user, String password, String token) {
        public static final Login NOBODY = new Login("", "", "");

        boolean asks() {
            return !user.isEmpty() && !password.isEmpty();
        }
    }

    public ClusterOptions at(String endpoint) {
        return new ClusterOptions(List.of(endpoint), trust, serverName, limits, login);
    }
}
