// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.sim.load;

import dev.cairn.node.server.Caller;
import java.util.List;

/** Who asks in a run: by certificates, which count in those runs that switch authentication on. */
public final class Users {
    static final String CLIENT_NAME = "client";

    /** Whoever runs the cluster. */
    public static final Caller ROOT = Caller.certified("root", List.of());

    /** May read and write all keys. */
    static final Caller CLIENT = Caller.certified(CLIENT_NAME, List.of());

    /** A user without any role. */
    static final Caller STRANGER = Caller.certified("stranger", List.of());

    /** A key that only the stranger tries to write. */
    public static final String FORBIDDEN = "forbidden";

    private Users() {}
}
