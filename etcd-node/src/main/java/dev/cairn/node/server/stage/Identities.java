// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.stage;

import dev.cairn.node.auth.AuthInfo;
import dev.cairn.node.server.Caller;
import dev.cairn.node.server.Reply;

/** Who a caller is; {@link AuthInfo#NOBODY} as long as authentication is switched off. */
public interface Identities {
    /** Fails with etcd's "invalid auth token" for one that is not valid; a caller without any is nobody. */
    void identify(Caller caller, Reply<AuthInfo> reply);

    /** As whom members do what they do by themselves. */
    AuthInfo ofMembers();
}
