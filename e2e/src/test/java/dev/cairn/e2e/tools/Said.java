// SPDX-License-Identifier: Apache-2.0
package dev.cairn.e2e.tools;

import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Collectors;

/** What a call said, without times, ids, ports and what a log line tells of the program itself. */
record Said(int exitCode, String out, String err) {
    static Said of(Side.Ended ended, Script.Step step, Side side) {
        return new Said(ended.exitCode(), out(ended, step, side), plain(side.unfilled(ended.err())));
    }

    private static String out(Side.Ended ended, Script.Step step, Side side) {
        if (step.words().contains("protobuf")) {
            try {
                return plain(side.unfilled(WireText.of(ended.out())));
            } catch (IOException e) {
                return "no protobuf: " + ended.text();
            }
        }
        return plain(side.unfilled(ended.text()));
    }

    private static String plain(String text) {
        String plain = text.replaceAll("\"ts\":\"[^\"]*\"", "\"ts\":TIME")
                .replaceAll("\"(caller|target|peer|stacktrace)\":\"[^\"]*\",?", "")
                .replaceAll(",}", "}")
                .replaceAll("\\b\\d+(\\.\\d+)?(ns|µs|ms|s)\\b(?!\\))", "TOOK")
                .replaceAll(
                        "\"(cluster_id|member_id|leader|ID|id|memberID|raft_term|raftTerm|raftIndex|raftAppliedIndex|dbSize|dbSizeInUse)\":\"?[0-9a-f]+\"?",
                        "\"$1\":N")
                .replaceAll(
                        "\"(ClusterID|MemberID|ID|Leader|RaftTerm|RaftIndex|RaftAppliedIndex|DBSize|DBSizeInUse)\" : [0-9a-f]+",
                        "\"$1\" : N")
                .replaceAll("\\b\\d+%", "PERCENT")
                .replaceAll("\\b\\d{7,10}\\b", "N")
                .replaceAll("\\b59\\d\\b", "600")
                .replaceAll("memberID:\\d+ +alarm", "memberID:N alarm")
                .replaceAll("\\b[0-9a-f]{14,16}\\b", "ID")
                .replaceAll("\\d+(\\.\\d)? [kMG]B", "SIZE")
                .replaceAll("127\\.0\\.0\\.1:\\d+", "ADDRESS");
        return Arrays.stream(plain.split("\n", -1)).map(Said::line).collect(Collectors.joining("\n"));
    }

    /** A box is as wide as what is in it. */
    private static String line(String line) {
        if (line.matches("[┌┬┐├┼┤└┴┘─]+")) {
            return line.replaceAll("─+", "─");
        }
        return line.startsWith("│") ? line.replaceAll(" +", " ") : line;
    }

    String firstErrorLine() {
        return err.lines().filter(line -> line.startsWith("Error")).findFirst().orElse("");
    }
}
