// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.service;

import dev.cairn.node.auth.AuthInfo;
import dev.cairn.node.server.Caller;
import dev.cairn.node.server.Reply;
import dev.cairn.node.server.stage.Identities;

/** Every caller is one and the same. */
record Identified(AuthInfo who) implements Identities {
    @Override
    public void identify(Caller caller, Reply<AuthInfo> reply) {
        reply.done(who);
    }

    @Override
    public AuthInfo ofMembers() {
        return who;
    }
}
