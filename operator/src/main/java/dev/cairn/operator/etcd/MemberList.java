// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.etcd;

import java.util.List;

/** Who belongs to a cluster. */
public record MemberList(long clusterId, List<EtcdMember> members) {
    public MemberList {
        members = List.copyOf(members);
    }
}
