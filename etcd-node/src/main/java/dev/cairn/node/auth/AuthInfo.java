// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.auth;

/**
 * Whom a request is known to come from, and the auth revision at which that was found out: what was permitted then may be
 * forbidden when the request is applied. Every request in the log carries it (etcd's RequestHeader).
 */
public record AuthInfo(String user, long revision) {
    public static final String ROOT = "root";

    /** Showed nothing. */
    public static final AuthInfo NOBODY = new AuthInfo("", 0);

    public boolean isNobody() {
        return revision == 0;
    }
}
