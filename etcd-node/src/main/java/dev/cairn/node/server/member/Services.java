// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.member;

import dev.cairn.node.server.Auth;
import dev.cairn.node.server.Kv;
import dev.cairn.node.server.Watches;
import dev.cairn.node.server.service.NodeHealth;
import dev.cairn.node.server.service.NodeMaintenance;
import dev.cairn.node.server.service.RaftLeases;
import dev.cairn.node.server.service.RaftMembership;

/** The services of one member. */
record Services(
        Kv kv,
        Watches watches,
        RaftLeases leases,
        RaftMembership membership,
        NodeMaintenance maintenance,
        Auth auth,
        NodeHealth health) {}
