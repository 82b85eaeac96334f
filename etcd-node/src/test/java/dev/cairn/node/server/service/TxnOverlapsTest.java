// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.service;

import static dev.cairn.node.server.service.Ops.delete;
import static dev.cairn.node.server.service.Ops.get;
import static dev.cairn.node.server.service.Ops.put;
import static dev.cairn.node.server.service.Ops.txn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.cairn.node.wire.EtcdError;
import dev.cairn.node.wire.etcdserverpb.RequestOp;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TxnOverlapsTest {
    private static Arguments row(String what, RequestOp... ops) {
        return Arguments.of(what, List.of(ops));
    }

    static Stream<Arguments> apart() {
        return Stream.of(
                row("nothing"),
                row("different keys", put("a"), put("b"), delete("c", "")),
                row("a key read and put", get("a"), put("a"), get("a")),
                row("deletes over each other", delete("a", "z"), delete("b", ""), delete("a", "z")),
                row("a put at the end of a deleted range", delete("a", "c"), put("c")),
                row("a put below a deleted range", delete("b", "c"), put("a")),
                row("an open end covers nothing", delete("a", "\0"), put("b")),
                row("both branches of a nested txn", txn(List.of(put("a")), List.of(put("a")))),
                row("a put in a branch and a delete in the other", txn(List.of(put("a")), List.of(delete("a", "z")))),
                row(
                        "a nested delete after a nested put",
                        txn(List.of(put("a")), List.of()),
                        txn(List.of(delete("a", "")), List.of())));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("apart")
    void operationsThatLeaveNoDoubtAreTaken(String what, List<RequestOp> branch) {
        assertThat(catchThrowable(() -> TxnOverlaps.check(branch))).isNull();
    }

    static Stream<Arguments> overlapping() {
        return Stream.of(
                row("a key put twice", put("a"), put("b"), put("a")),
                row("a put and a delete", put("a"), delete("a", "")),
                row("a delete and a put", delete("a", ""), put("a")),
                row("a put inside a deleted range", delete("a", "c"), put("b")),
                row("a put at the start of a deleted range", put("a"), delete("a", "c")),
                row("unsigned bytes", delete("\u007f", "\u00ff"), put("\u0080")),
                row("a put here and in a nested txn", put("a"), txn(List.of(put("a")), List.of())),
                row("a put here and in the other branch of a nested txn", put("a"), txn(List.of(), List.of(put("a")))),
                row("a put in two nested txns", txn(List.of(put("a")), List.of()), txn(List.of(), List.of(put("a")))),
                row("a nested put in a deleted range", delete("a", "z"), txn(List.of(put("b")), List.of())),
                row("a put in a range that a nested txn deletes", put("b"), txn(List.of(delete("a", "z")), List.of())),
                row(
                        "a nested put after a nested delete",
                        txn(List.of(delete("a", "")), List.of()),
                        txn(List.of(put("a")), List.of())),
                row("two levels down", put("a"), txn(List.of(txn(List.of(), List.of(put("a")))), List.of())));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("overlapping")
    void revisionsThatWouldBeAmbiguousAreRefused(String what, List<RequestOp> branch) {
        assertThat(catchThrowable(() -> TxnOverlaps.check(branch))).hasMessage(EtcdError.DUPLICATE_KEY.text());
    }
}
