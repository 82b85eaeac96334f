// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.apply;

import com.google.protobuf.ByteString;
import dev.cairn.node.mvcc.read.Head;
import dev.cairn.node.mvcc.read.ReadView;
import dev.cairn.node.wire.etcdserverpb.Compare;
import java.util.List;

/** One comparison of a transaction. A range holds when every key in it does; a missing key counts as all zeros. */
final class Comparison {
    private Comparison() {}

    static boolean holds(Compare compare, ReadView state) {
        byte[] key = compare.getKey().toByteArray();
        if (compare.getRangeEnd().isEmpty()) {
            return holds(compare, state.head(key).orElse(null));
        }
        List<Head> inRange = state.heads(key, compare.getRangeEnd().toByteArray());
        return inRange.isEmpty()
                ? holds(compare, (Head) null)
                : inRange.stream().allMatch(each -> holds(compare, each));
    }

    private static boolean holds(Compare compare, Head record) {
        if (compare.getTarget() == Compare.CompareTarget.VALUE) {
            // A key that does not exist has no value, not even an empty one.
            return record != null && decide(compare, compareValue(record, compare.getValue()));
        }
        return decide(compare, Long.compare(actual(compare, record), expected(compare)));
    }

    private static int compareValue(Head record, ByteString expected) {
        return java.util.Arrays.compareUnsigned(record.value(), expected.toByteArray());
    }

    private static long actual(Compare compare, Head record) {
        if (record == null) {
            return 0;
        }
        return switch (compare.getTarget()) {
            case VERSION -> record.version();
            case CREATE -> record.createRevision();
            case MOD -> record.modRevision();
            case LEASE -> record.leaseId();
            case VALUE, UNRECOGNIZED -> 0;
        };
    }

    /** Each target has its own field; one that is not set reads as 0. */
    private static long expected(Compare compare) {
        return switch (compare.getTarget()) {
            case VERSION -> compare.getVersion();
            case CREATE -> compare.getCreateRevision();
            case MOD -> compare.getModRevision();
            case LEASE -> compare.getLease();
            case VALUE, UNRECOGNIZED -> 0;
        };
    }

    private static boolean decide(Compare compare, int order) {
        return switch (compare.getResult()) {
            case EQUAL -> order == 0;
            case GREATER -> order > 0;
            case LESS -> order < 0;
            case NOT_EQUAL -> order != 0;
            case UNRECOGNIZED -> true;
        };
    }
}
