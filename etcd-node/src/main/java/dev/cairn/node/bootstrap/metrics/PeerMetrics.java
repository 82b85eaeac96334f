// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.bootstrap.metrics;

import dev.cairn.node.figures.PeerFigures;

/** etcd's names for what passes between members. */
public record PeerMetrics(PeerFigures peers) {
    private static final String COUNTER = "counter";
    private static final String TO = "To";
    private static final String FROM = "From";

    /** Of the peers alone. */
    public static String text(PeerFigures peers) {
        Exposition to = new Exposition();
        new PeerMetrics(peers).addTo(to);
        return to.toString();
    }

    void addTo(Exposition to) {
        to.byLabel(COUNTER, "etcd_network_peer_sent_bytes_total", "Bytes sent to a member.", TO, peers.sentBytes());
        to.byLabel(
                COUNTER,
                "etcd_network_peer_received_bytes_total",
                "Bytes received from a member.",
                FROM,
                peers.receivedBytes());
        to.byLabel(
                COUNTER,
                "etcd_network_peer_sent_failures_total",
                "What could not be sent to a member.",
                TO,
                peers.sentFailures());
        to.byLabel(
                COUNTER,
                "etcd_network_peer_received_failures_total",
                "What could not be received from a member.",
                FROM,
                peers.receivedFailures());
        to.histograms(
                "etcd_network_peer_round_trip_time_seconds",
                "A probe's way to a member and back.",
                TO,
                peers.roundTrips());
        images(to, "send", TO, peers.sentImages());
        images(to, "receive", FROM, peers.receivedImages());
    }

    private static void images(Exposition to, String way, String label, PeerFigures.Images images) {
        String name = "etcd_network_snapshot_" + way;
        to.byLabel("gauge", name + "_inflights_total", "Snapshots under way.", label, images.underWay());
        to.byLabel(COUNTER, name + "_success", "Snapshots that arrived.", label, images.successes());
        to.byLabel(COUNTER, name + "_failures", "Snapshots that did not.", label, images.failures());
        to.histograms(name + "_total_duration_seconds", "From the first byte on.", label, images.durations());
    }
}
