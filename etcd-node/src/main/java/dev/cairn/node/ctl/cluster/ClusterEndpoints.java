// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.ctl.cluster;

import dev.cairn.node.cli.CommandFailure;
import dev.cairn.node.client.CallFailure;
import dev.cairn.node.client.Calls;
import dev.cairn.node.client.ClusterClient;
import dev.cairn.node.ctl.session.CtlSession;
import dev.cairn.node.wire.etcdserverpb.MemberListRequest;
import java.util.List;

/** The endpoints that are asked one by one: those that were named, or with {@code --cluster} those that members name. */
final class ClusterEndpoints {
    private ClusterEndpoints() {}

    static List<String> of(CtlSession session, boolean cluster) {
        if (!cluster) {
            return session.options().endpoints();
        }
        try (ClusterClient client = session.client()) {
            return client
                    .ask(
                            Calls.MEMBER_LIST,
                            MemberListRequest.newBuilder().setLinearizable(true).build(),
                            session.patience())
                    .getMembersList()
                    .stream()
                    .flatMap(member -> member.getClientURLsList().stream())
                    .toList();
        } catch (CallFailure e) {
            throw new CommandFailure(
                    CommandFailure.ERROR, "failed to fetch endpoints from etcd cluster member list: " + e.getMessage());
        }
    }
}
