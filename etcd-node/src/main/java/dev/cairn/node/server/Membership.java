// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server;

import dev.cairn.node.wire.etcdserverpb.MemberAddRequest;
import dev.cairn.node.wire.etcdserverpb.MemberAddResponse;
import dev.cairn.node.wire.etcdserverpb.MemberListRequest;
import dev.cairn.node.wire.etcdserverpb.MemberListResponse;
import dev.cairn.node.wire.etcdserverpb.MemberPromoteRequest;
import dev.cairn.node.wire.etcdserverpb.MemberPromoteResponse;
import dev.cairn.node.wire.etcdserverpb.MemberRemoveRequest;
import dev.cairn.node.wire.etcdserverpb.MemberRemoveResponse;
import dev.cairn.node.wire.etcdserverpb.MemberUpdateRequest;
import dev.cairn.node.wire.etcdserverpb.MemberUpdateResponse;

/** The cluster service. */
public interface Membership {
    void add(Caller caller, MemberAddRequest request, Reply<MemberAddResponse> reply);

    void remove(Caller caller, MemberRemoveRequest request, Reply<MemberRemoveResponse> reply);

    void update(Caller caller, MemberUpdateRequest request, Reply<MemberUpdateResponse> reply);

    void promote(Caller caller, MemberPromoteRequest request, Reply<MemberPromoteResponse> reply);

    void list(Caller caller, MemberListRequest request, Reply<MemberListResponse> reply);
}
