// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.service;

import dev.cairn.node.apply.Headers;
import dev.cairn.node.membership.MembersView;
import dev.cairn.node.membership.MinorVersion;
import dev.cairn.node.server.Caller;
import dev.cairn.node.server.Reply;
import dev.cairn.node.server.stage.LiveFeatures;
import dev.cairn.node.server.stage.Proposer;
import dev.cairn.node.server.stage.ReadIndexes;
import dev.cairn.node.server.stage.Replies;
import dev.cairn.node.wire.EtcdError;
import dev.cairn.node.wire.etcdserverpb.DowngradeRequest;
import dev.cairn.node.wire.etcdserverpb.DowngradeResponse;
import dev.cairn.node.wire.etcdserverpb.InternalRaftRequest;
import dev.cairn.node.wire.membershippb.DowngradeInfoSetRequest;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the cluster down by one minor version, or back: what is asked for goes through the log, and the leader's {@link
 * dev.cairn.node.server.duty.ClusterVersions} do the rest.
 */
public final class Downgrades {
    private static final Logger LOG = LoggerFactory.getLogger(Downgrades.class);

    private final Proposer proposer;
    private final ReadIndexes reads;
    private final LiveFeatures live;
    private final Headers headers;

    public Downgrades(Proposer proposer, ReadIndexes reads, LiveFeatures live, Headers headers) {
        this.proposer = proposer;
        this.reads = reads;
        this.live = live;
        this.headers = headers;
    }

    void answer(Caller caller, DowngradeRequest request, Reply<DowngradeResponse> reply) {
        switch (request.getAction()) {
            case VALIDATE -> {
                MinorVersion before = clusterVersion();
                validate(request.getVersion(), reply, target -> reply.done(response(before)));
            }
            case ENABLE ->
                validate(
                        request.getVersion(),
                        reply,
                        target -> set(
                                caller,
                                DowngradeInfoSetRequest.newBuilder()
                                        .setEnabled(true)
                                        .setVer(target.toString()),
                                reply));
            case CANCEL -> cancel(caller, reply);
            case UNRECOGNIZED -> throw EtcdError.UNKNOWN_METHOD.exception();
        }
    }

    private void validate(String version, Reply<?> reply, Consumer<MinorVersion> next) {
        MinorVersion target =
                MinorVersion.ofRequest(version).orElseThrow(EtcdError.WRONG_DOWNGRADE_VERSION_FORMAT::exception);
        clusterVersion();
        reads.read(Replies.then(reply, nothing -> {
            if (!target.equals(clusterVersion().below())) {
                throw EtcdError.INVALID_DOWNGRADE_TARGET_VERSION.exception();
            }
            if (view().downgrade().enabled()) {
                throw EtcdError.DOWNGRADE_IN_PROCESS.exception();
            }
            next.accept(target);
        }));
    }

    /** Where there is none, that is no error to the client (etcd only logs it). */
    private void cancel(Caller caller, Reply<DowngradeResponse> reply) {
        clusterVersion();
        reads.read(Replies.then(reply, nothing -> {
            if (view().downgrade().enabled()) {
                set(caller, DowngradeInfoSetRequest.newBuilder(), reply);
            } else {
                LOG.warn("failed to cancel downgrade: {}", EtcdError.NO_INFLIGHT_DOWNGRADE.text());
                reply.done(response(clusterVersion()));
            }
        }));
    }

    private void set(Caller caller, DowngradeInfoSetRequest.Builder info, Reply<DowngradeResponse> reply) {
        proposer.propose(
                caller,
                InternalRaftRequest.newBuilder().setDowngradeInfoSet(info),
                Replies.map(reply, done -> response(clusterVersion())));
    }

    private DowngradeResponse response(MinorVersion version) {
        return DowngradeResponse.newBuilder()
                .setHeader(headers.at(live.read(features -> features.mvcc().currentRevision())))
                .setVersion(version.shortText())
                .build();
    }

    private MinorVersion clusterVersion() {
        String version = view().clusterVersion();
        if (version == null) {
            throw EtcdError.CLUSTER_VERSION_UNAVAILABLE.exception();
        }
        return MinorVersion.parse(version);
    }

    private MembersView view() {
        return live.now().members().view();
    }
}
