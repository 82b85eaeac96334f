// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.desired;

import dev.cairn.crds.cluster.EtcdConfigSpec;
import dev.cairn.operator.naming.DnsAddressBook;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** A member's command line: etcd's own flags, those the operator owns first, then the user's. */
final class MemberFlags {
    private final List<String> flags = new ArrayList<>();

    private MemberFlags() {}

    static List<String> of(MemberInput input) {
        var line = new MemberFlags();
        line.identity(input);
        if (input.forced()) {
            line.add("force-new-cluster", "true");
        }
        if (input.tls()) {
            line.certificates("", MemberMounts.SERVER_TLS);
            line.certificates("peer-", MemberMounts.PEER_TLS);
        }
        if (input.spec().config() != null) {
            line.settings(input.spec().config());
        }
        return List.copyOf(line.flags);
    }

    private void identity(MemberInput input) {
        String scheme = input.tls() ? "https" : "http";
        add("name", input.member());
        add("data-dir", MemberMounts.DATA);
        add("listen-client-urls", scheme + "://0.0.0.0:" + DnsAddressBook.CLIENT_PORT);
        add("advertise-client-urls", input.clientUrl());
        add("listen-peer-urls", scheme + "://0.0.0.0:" + DnsAddressBook.PEER_PORT);
        add("initial-advertise-peer-urls", input.peerUrl());
        add("listen-metrics-urls", "http://0.0.0.0:" + DnsAddressBook.METRICS_PORT);
        add("initial-cluster", input.initialCluster());
        add("initial-cluster-state", input.forming() ? "new" : "existing");
        add("initial-cluster-token", input.cluster().token());
    }

    private void certificates(String kind, String directory) {
        add(kind + "cert-file", directory + "/tls.crt");
        add(kind + "key-file", directory + "/tls.key");
        add(kind + "trusted-ca-file", directory + "/ca.crt");
        add(kind + "client-cert-auth", "true");
    }

    private void settings(EtcdConfigSpec config) {
        optional("quota-backend-bytes", bytes(config.quotaBackendBytes()));
        optional("snapshot-count", config.snapshotCount());
        optional("heartbeat-interval", config.heartbeatInterval());
        optional("election-timeout", config.electionTimeout());
        optional("max-request-bytes", config.maxRequestBytes());
        optional("max-txn-ops", config.maxTxnOps());
        optional(
                "log-level",
                config.logLevel() == null ? null : config.logLevel().flagValue());
        if (config.extraArgs() != null) {
            new TreeMap<>(config.extraArgs()).forEach(this::add);
        }
    }

    private static String bytes(Quantity size) {
        return size == null ? null : size.getNumericalAmount().toBigInteger().toString();
    }

    private void optional(String flag, Object value) {
        if (value != null) {
            add(flag, value.toString());
        }
    }

    private void add(String flag, String value) {
        flags.add("--" + flag + "=" + value);
    }
}
