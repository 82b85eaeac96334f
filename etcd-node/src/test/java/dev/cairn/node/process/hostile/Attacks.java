// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.process.hostile;

import java.util.List;

/** All rows of the table, in its order. */
final class Attacks {
    private static final int GIBIBYTE = 1024;

    static final List<Attack> ALL = List.of(
            Attack.of("B0-fill-400k", "400,000 keys of 256 B by eight clients, restart, count", new Fill(400_000))
                    .within(240),
            Attack.of("B0-fill-1M", "a million keys of 256 B by eight clients, restart, count", new Fill(1_000_000))
                    .in(GIBIBYTE)
                    .within(300),
            Attack.of("B1-watch-1000", "1,000 reading watchers and one put of 1.4 MB", new Watching(1000, false)),
            Attack.of("B1-watch-1000-2g", "the same in 2 GiB", new Watching(1000, false))
                    .in(2 * GIBIBYTE),
            Attack.of("B1-watch-340x3", "340 reading watchers on each of three", new Watching(340, false))
                    .on(3),
            Attack.of("B1-resume-600", "600 watchers resuming over one event of 1.4 MB", new Watching(600, true)),
            Attack.of("B2-keep-alive", "500 puts of 667 kB on one HTTP/1.1 connection", Bodies::manyOnOneConnection),
            Attack.of("B3-range", "one range of 80 values of 1.4 MB", new Ranges(1)),
            Attack.of("B3-range-3", "three of them at once", new Ranges(3)),
            Attack.of("B4-json-txn", "a JSON txn of 1.3 million empty operations", Bodies::jsonTransaction),
            Attack.of("B4-grpc-txn", "a gRPC txn of 700,000 empty operations", Bodies::grpcTransaction),
            Attack.of("B5-exponent", "JSON \"ID\": \"1e30000000\", four at once", Bodies::exponent),
            Attack.of("B5-digits", "JSON \"limit\" of 3 MB of digits", Bodies::digits),
            Attack.of("B6-unread-stream", "a keep-alive stream never read, flooded for 24 s", Unread::keepAlives)
                    .within(60),
            Attack.of("B7-bodies-80", "80 connections with 3.9 MB of an unfinished body", new UnfinishedBodies(80)),
            Attack.of("B7-bodies-300", "300 of them", new UnfinishedBodies(300)),
            Attack.of(
                    "B7-grpc-300",
                    "300 gRPC calls with 1.9 MB of an unfinished message",
                    new UnfinishedMessages(300, 1_900_000, 16_000)),
            Attack.of("B7-unread-ranges", "one connection, 200 ranges of 10 MB never read", Unread::ranges),
            Attack.of("H-rapid-reset", "streams opened and reset at once, 4 connections", Frames::rapidReset),
            Attack.of("H-settings", "SETTINGS flood, 4 connections", Frames::settings),
            Attack.of("H-empty-data", "flood of empty DATA frames, 4 connections", Frames::emptyData),
            Attack.of(
                    "H-tiny-data",
                    "20 gRPC calls with 400 kB of an unfinished message in frames of a byte",
                    new UnfinishedMessages(20, 400_000, 1)),
            Attack.of("H-ping", "PING flood, 4 connections", Frames::ping),
            Attack.of("H-continuation", "a header block of endless empty CONTINUATION frames", Frames::continuation),
            Attack.of("H-priority", "PRIORITY flood, 4 connections", Frames::priority),
            Attack.of("H-window", "WINDOW_UPDATE flood of one byte, 4 connections", Frames::window),
            Attack.of("H-headers-big", "a header block without end of a megabyte", Frames::endlessHeaders),
            Attack.of("C-idle-streams", "100,000 idle streams", Connections::idleStreams)
                    .within(60),
            Attack.of("C-resets", "5,000 connections reset in mid-request", Connections::resets)
                    .within(60),
            Attack.of("C-watches-4000", "4,000 watches on two connections", Connections::watches)
                    .within(90),
            Attack.of("C-drip", "500 connections that send a header byte each second", Connections::drip),
            Attack.of("C-silent", "2,000 connections that send nothing", Connections::silent),
            Attack.of("C-half-preface", "1,000 connections with half an HTTP/2 preface", Connections::halfPreface),
            Attack.of("C-pipelining", "20,000 pipelined requests, no answer read", Connections::pipelining),
            Attack.of("C-drip-body", "500 connections that send a body's byte each second", Oddities::dripBody),
            Attack.of("C-churn", "connections opened and reset, eight at once", Churn::silent),
            Attack.of("C-churn-http2", "HTTP/2 connections opened and closed, eight at once", Churn::http2),
            Attack.of("C-churn-requests", "a connection for each request, eight at once", Churn::requests),
            Attack.of("C-bad-preface", "connections that speak nothing known", Oddities::badPrefaces),
            Attack.of("T-hello", "3,000 TLS handshakes that end at the ClientHello", TlsClients::helloOnly)
                    .within(60),
            Attack.of("T-half-hello", "3,000 TLS handshakes with half a ClientHello", TlsClients::halfHello)
                    .within(60),
            Attack.of("T-silent", "1,000 TLS connections that ask nothing", TlsClients::silent)
                    .within(90),
            Attack.of("T-churn", "TLS handshakes over and over, eight at once", TlsClients::churn),
            Attack.of(
                    "H-no-window", "1,000 ranges of 10 MB on connections with a window of zero", Http2Abuses::noWindow),
            Attack.of("H-hpack", "header blocks of 16 kB that mean 60 MB", Http2Abuses::hpackBomb),
            Attack.of("H-content-type", "calls of a content type that is not gRPC's", Http2Abuses::contentTypes),
            Attack.of("G-gzip", "messages of a megabyte that unpack to a gibibyte", Http2Abuses::gzipBomb)
                    .within(60),
            Attack.of("G-garbage", "messages of a megabyte that are no protobuf", Floods::garbage),
            Attack.of("G-oversize", "messages of 8 MB", Floods::oversize),
            Attack.of("X-nesting", "JSON nested 1.8 million deep", Oddities::nesting),
            Attack.of("X-content-length", "content lengths that are none", Oddities::contentLengths),
            Attack.of("X-chunks", "tiny, endless, huge and broken chunks", Oddities::chunks),
            Attack.of("X-upgrade", "upgrades to WebSocket and h2c, CONNECT", Oddities::upgrades),
            Attack.of("X-content-type", "JSON of content types that are not JSON's", Oddities::contentTypes),
            Attack.of("X-metrics", "/metrics scraped by 200 at once", Oddities::metrics),
            Attack.of("W-unread-small", "20,000 events for 1,000 watchers that do not read", Watches::unreadSmallEvents)
                    .within(60),
            Attack.of("W-unread-large", "20 events of 1.4 MB for them", Watches::unreadLargeEvents)
                    .within(60),
            Attack.of("W-churn", "watches created and cancelled without waiting", Watches::churn),
            Attack.of("L-grant", "leases granted by 32 at once", Floods::leaseGrants),
            Attack.of("L-expire", "5,000 leases with ten keys each that end at once", new Leases(5000))
                    .within(60),
            Attack.of("R-txn-ranges", "a txn of 128 ranges of 10 MB, two at once", Floods::rangesInOneTransaction),
            Attack.of("R-nested-txn", "transactions 120 deep, 32 at once", Floods::nestedTransactions),
            Attack.of("R-lists", "three lists of 200,000 keys, over and over", Floods::listsOfManyKeys)
                    .within(90),
            Attack.of("R-serializable", "serializable lists of 10,000 keys, 32 at once", Floods::serializableRanges),
            Attack.of("R-count", "counts of 100,000 keys, 32 at once", Floods::counts)
                    .within(60),
            Attack.of("R-compact", "compactions beside lists of 100,000 keys", Compactions::besideLists)
                    .within(60),
            Attack.of("R-members", "linearizable member lists, 32 at once", Floods::memberLists),
            Attack.of("S-unread", "20 snapshots of 50 MB that nobody reads", Http2Abuses::unreadSnapshots)
                    .within(60));

    private Attacks() {}
}
