// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.stage;

import dev.cairn.node.membership.AppliedConfState;
import dev.cairn.node.raft.ConfState;

/** Raft's configuration between the core, which knows no store, and the store, which knows no raft. */
public final class Configurations {
    private Configurations() {}

    public static ConfState raft(AppliedConfState conf) {
        return new ConfState(
                conf.voters(), conf.learners(), conf.votersOutgoing(), conf.learnersNext(), conf.autoLeave());
    }

    public static AppliedConfState stored(ConfState conf) {
        return new AppliedConfState(
                conf.voters(), conf.learners(), conf.votersOutgoing(), conf.learnersNext(), conf.autoLeave());
    }
}
