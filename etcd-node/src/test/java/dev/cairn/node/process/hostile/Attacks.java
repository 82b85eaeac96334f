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
            Attack.of("C-pipelining", "20,000 pipelined requests, no answer read", Connections::pipelining));

    private Attacks() {}
}
