// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.peer;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.cairn.node.peer.codec.PeerJson;
import dev.cairn.node.peer.net.Handshake;
import dev.cairn.node.server.PeerEvents;
import dev.cairn.node.server.PeerRequests;
import dev.cairn.node.wire.EtcdError;
import dev.cairn.node.wire.EtcdException;
import dev.cairn.node.wire.etcdserverpb.LeaseKeepAliveRequest;
import dev.cairn.node.wire.etcdserverpb.LeaseKeepAliveResponse;
import dev.cairn.node.wire.etcdserverpb.LeaseTimeToLiveRequest;
import dev.cairn.node.wire.leasepb.LeaseInternalRequest;
import dev.cairn.node.wire.leasepb.LeaseInternalResponse;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The questions that members ask each other, on threads that may block. Status and text of refusals are etcd's. */
final class MemberRoutes {
    private static final String PROMOTE_PREFIX = "/members/promote/";

    private final PeerEvents events;
    private final PeerRequests requests;

    MemberRoutes(PeerEvents events, PeerRequests requests) {
        this.events = events;
        this.requests = requests;
    }

    Answer serve(HttpRequest request, String path, byte[] body) {
        HttpMethod method =
                path.startsWith(PROMOTE_PREFIX) || path.startsWith("/leases") ? HttpMethod.POST : HttpMethod.GET;
        if (path.startsWith(PROMOTE_PREFIX)) {
            return method.equals(request.method()) ? promote(path.substring(PROMOTE_PREFIX.length())) : notAllowed();
        }
        boolean known = switch (path) {
            case "/members", "/members/hashkv", "/version", "/downgrade/enabled", "/leases", "/leases/internal" -> true;
            default -> false;
        };
        if (!known) {
            return Answer.text(HttpResponseStatus.NOT_FOUND, "404 page not found");
        }
        if (!method.equals(request.method())) {
            return notAllowed();
        }
        return switch (path) {
            case "/members" -> Answer.json(HttpResponseStatus.OK, events.membersJson() + "\n");
            case "/members/hashkv" -> hashKv(request, body);
            case "/version" -> Answer.json(HttpResponseStatus.OK, PeerJson.versions(requests.versions()));
            case "/downgrade/enabled" -> downgrade();
            case "/leases" -> renewLease(body);
            default -> leaseTimeToLive(body);
        };
    }

    private static Answer notAllowed() {
        return Answer.text(HttpResponseStatus.METHOD_NOT_ALLOWED, "Method Not Allowed");
    }

    private Answer promote(String decimalId) {
        long id;
        try {
            id = Long.parseUnsignedLong(decimalId);
        } catch (NumberFormatException e) {
            return Answer.text(HttpResponseStatus.NOT_FOUND, "member " + decimalId + " not found in cluster");
        }
        try {
            return Answer.json(HttpResponseStatus.OK, requests.promote(id) + "\n");
        } catch (EtcdException e) {
            return switch (e.error()) {
                case MEMBER_NOT_FOUND -> Answer.text(HttpResponseStatus.NOT_FOUND, "membership: ID not found");
                case MEMBER_NOT_LEARNER ->
                    Answer.text(
                            HttpResponseStatus.PRECONDITION_FAILED, "membership: can only promote a learner member");
                case LEARNER_NOT_READY ->
                    Answer.text(
                            HttpResponseStatus.PRECONDITION_FAILED, e.error().text());
                case TIMEOUT, TIMEOUT_DUE_TO_LEADER_FAIL, TIMEOUT_DUE_TO_CONNECTION_LOST ->
                    Answer.text(HttpResponseStatus.REQUEST_TIMEOUT, e.error().text());
                default ->
                    Answer.text(
                            HttpResponseStatus.INTERNAL_SERVER_ERROR, e.error().text());
            };
        }
    }

    private Answer hashKv(HttpRequest request, byte[] body) {
        String clusterId = request.headers().get(Handshake.CLUSTER_ID);
        if (clusterId != null && !clusterId.equals(Long.toHexString(events.clusterId()))) {
            return Answer.text(HttpResponseStatus.PRECONDITION_FAILED, "cluster ID mismatch");
        }
        long revision;
        try {
            revision = PeerJson.readHashKvRequest(new String(body, StandardCharsets.UTF_8));
        } catch (IOException e) {
            return Answer.text(HttpResponseStatus.BAD_REQUEST, "error unmarshalling request");
        }
        try {
            return Answer.json(HttpResponseStatus.OK, PeerJson.hashKv(requests.hashKv(revision)));
        } catch (EtcdException e) {
            return Answer.text(HttpResponseStatus.BAD_REQUEST, withoutPrefix(e.error()));
        }
    }

    /** Inside etcd these errors have no {@code etcdserver: } before them. */
    private static String withoutPrefix(EtcdError error) {
        String prefix = "etcdserver: ";
        return error.text().startsWith(prefix + "mvcc") ? error.text().substring(prefix.length()) : error.text();
    }

    private Answer downgrade() {
        try {
            return Answer.text(HttpResponseStatus.OK, String.valueOf(requests.isDowngradeEnabled()));
        } catch (EtcdException e) {
            return Answer.text(
                    HttpResponseStatus.INTERNAL_SERVER_ERROR,
                    "failed linearized read: " + e.error().text());
        }
    }

    private Answer renewLease(byte[] body) {
        try {
            long id = LeaseKeepAliveRequest.parseFrom(body).getID();
            return Answer.protobuf(LeaseKeepAliveResponse.newBuilder()
                    .setID(id)
                    .setTTL(requests.renewLease(id))
                    .build()
                    .toByteArray());
        } catch (InvalidProtocolBufferException e) {
            return Answer.text(HttpResponseStatus.BAD_REQUEST, "error unmarshalling request");
        } catch (EtcdException e) {
            return leaseRefusal(e.error(), HttpResponseStatus.BAD_REQUEST);
        }
    }

    private Answer leaseTimeToLive(byte[] body) {
        try {
            LeaseTimeToLiveRequest asked = LeaseInternalRequest.parseFrom(body).getLeaseTimeToLiveRequest();
            return Answer.protobuf(LeaseInternalResponse.newBuilder()
                    .setLeaseTimeToLiveResponse(requests.leaseTimeToLive(asked.getID(), asked.getKeys()))
                    .build()
                    .toByteArray());
        } catch (InvalidProtocolBufferException e) {
            return Answer.text(HttpResponseStatus.BAD_REQUEST, "error unmarshalling request");
        } catch (EtcdException e) {
            return leaseRefusal(e.error(), HttpResponseStatus.INTERNAL_SERVER_ERROR);
        }
    }

    private static Answer leaseRefusal(EtcdError error, HttpResponseStatus otherwise) {
        return switch (error) {
            case LEASE_NOT_FOUND -> Answer.text(HttpResponseStatus.NOT_FOUND, "lease not found");
            case TIMEOUT, TIMEOUT_WAIT_APPLIED_INDEX ->
                Answer.text(
                        HttpResponseStatus.REQUEST_TIMEOUT,
                        "waiting for node to catch up its applied index has timed out");
            default -> Answer.text(otherwise, error.text());
        };
    }
}
