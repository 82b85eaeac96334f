// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Message;
import dev.cairn.node.wire.RequestBounds;
import dev.cairn.node.wire.etcdserverpb.AlarmRequest;
import dev.cairn.node.wire.etcdserverpb.MemberAddRequest;
import dev.cairn.node.wire.etcdserverpb.RangeRequest;
import dev.cairn.node.wire.etcdserverpb.TxnRequest;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What etcd 3.7's gateway takes and refuses, found out by asking it. */
class JsonReaderTest {
    private static final RequestBounds BOUNDS = new RequestBounds(2 << 20, 128);
    private static final String TOO_MANY = "etcdserver: too many operations in txn request";

    /** Far more than any of it takes, far less than a number written out. */
    private static final Duration AT_ONCE = Duration.ofSeconds(5);

    private static Message read(String body, Message prototype) {
        return new JsonReader(body.getBytes(StandardCharsets.UTF_8), prototype, BOUNDS, () -> false).next();
    }

    private static RangeRequest range(String body) {
        return (RangeRequest) read(body, RangeRequest.getDefaultInstance());
    }

    private static void assertRefused(String body, Message prototype, String message) {
        assertThatThrownBy(() -> Assertions.assertTimeoutPreemptively(AT_ONCE, () -> read(body, prototype)))
                .satisfies(refusal -> {
                    Status status = ((StatusRuntimeException) refusal).getStatus();
                    assertThat(status.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
                    assertThat(status.getDescription()).isEqualTo(message);
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16BE", "UTF-16LE", "UTF-32BE", "UTF-32LE"})
    void aBodyIsReadAsUtf8AndAsNothingElse(String charset) {
        byte[] body = "{\"limit\": 5}".getBytes(Charset.forName(charset));
        assertThatThrownBy(() -> new JsonReader(body, RangeRequest.getDefaultInstance(), BOUNDS, () -> false).next())
                .hasMessageContaining("looking for beginning of value");
    }

    @ParameterizedTest
    @CsvSource({
        "12, 12",
        "12.0, 12",
        "1e3, 1000",
        "1E+3, 1000",
        "1.5e1, 15",
        "0.5e1, 5",
        "10e-1, 1",
        "-0, 0",
        "-5, -5",
        "0e400, 0",
        "0e99999999999, 0",
        "1e0000000003, 1000",
        "1230000000000000000000e-3, 1230000000000000000",
        "9223372036854775807, 9223372036854775807",
        "-9223372036854775808, -9223372036854775808"
    })
    void integersHaveManyForms(String written, long value) {
        assertThat(range("{\"limit\":" + written + "}").getLimit()).isEqualTo(value);
        assertThat(range("{\"limit\":\"" + written + "\"}").getLimit()).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.5",
                "1e-1",
                "1e19",
                "1e400",
                "1e30000000",
                "1e-30000000",
                "1e99999999999",
                "9223372036854775808",
                "-9223372036854775809",
                "123456789012345678901e-3"
            })
    void numbersThatAreNoIntegersAreRefusedAtOnce(String written) {
        String words = "proto: (line 1:10): invalid value for int64 field limit: ";
        assertRefused("{\"limit\":" + written + "}", RangeRequest.getDefaultInstance(), words + written);
        assertRefused(
                "{\"limit\":\"" + written + "\"}", RangeRequest.getDefaultInstance(), words + "\"" + written + "\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"\"",
                "\" 12\"",
                "\"12 \"",
                "\"0x10\"",
                "\"+1\"",
                "\"01\"",
                "\"1.\"",
                "\"NaN\"",
                "true",
                "{",
                "["
            })
    void whatIsNoNumberIsRefused(String written) {
        String body = "{\"limit\":" + written + (written.equals("{") ? "}}" : written.equals("[") ? "]}" : "}");
        assertRefused(
                body,
                RangeRequest.getDefaultInstance(),
                "proto: (line 1:10): invalid value for int64 field limit: " + written);
    }

    @Test
    void unsignedNumbersHaveTheirOwnRange() {
        AlarmRequest all =
                (AlarmRequest) read("{\"memberID\":\"18446744073709551615\"}", AlarmRequest.getDefaultInstance());
        assertThat(all.getMemberID()).isEqualTo(-1);
        assertRefused(
                "{\"memberID\":\"-1\"}",
                AlarmRequest.getDefaultInstance(),
                "proto: (line 1:13): invalid value for uint64 field memberID: \"-1\"");
        assertRefused(
                "{\"memberID\":\"1e30000000\"}",
                AlarmRequest.getDefaultInstance(),
                "proto: (line 1:13): invalid value for uint64 field memberID: \"1e30000000\"");
    }

    @Test
    void megabytesOfDigitsAreRefusedAtOnce() {
        String digits = "9".repeat(3_000_000);
        assertRefused(
                "{\"limit\":\"" + digits + "\"}",
                RangeRequest.getDefaultInstance(),
                "proto: (line 1:10): invalid value for int64 field limit: \"" + digits.substring(0, 64) + "…\"");
        assertThatThrownBy(
                        () -> Assertions.assertTimeoutPreemptively(AT_ONCE, () -> range("{\"limit\":" + digits + "}")))
                .isInstanceOf(StatusRuntimeException.class);
    }

    @ParameterizedTest
    @CsvSource({"YQ==, a", "YQ, a", "YR==, a", "Y\\u0051==, a", "'', ''"})
    void bytesAreBase64(String written, String key) {
        assertThat(range("{\"key\":\"" + written + "\"}").getKey().toStringUtf8())
                .isEqualTo(key);
    }

    @ParameterizedTest
    @ValueSource(strings = {"YQ=", "YQ===", "Y", "_+8=", "%%%", " YQ==", "YQ==YQ==", "é"})
    void whatIsNoBase64IsRefused(String written) {
        assertRefused(
                "{\"key\":\"" + written + "\"}",
                RangeRequest.getDefaultInstance(),
                "proto: (line 1:8): invalid value for bytes field key: \"" + written + "\"");
    }

    @Test
    void enumerationsHaveNamesAndNumbers() {
        assertThat(range("{\"sort_order\":\"DESCEND\"}").getSortOrderValue()).isEqualTo(2);
        assertThat(range("{\"sort_order\":2.0}").getSortOrderValue()).isEqualTo(2);
        assertThat(range("{\"sort_order\":9}").getSortOrderValue()).isEqualTo(9);
        assertThat(range("{\"sort_order\":\"NOTHING\"}").getSortOrderValue()).isZero();
        assertRefused(
                "{\"sort_order\":99999999999}",
                RangeRequest.getDefaultInstance(),
                "proto: (line 1:15): invalid value for enum field sortOrder: 99999999999");
    }

    @Test
    void everyFieldComesOnce() {
        assertRefused(
                "{\"key\":\"\",\"key\":\"\"}",
                RangeRequest.getDefaultInstance(),
                "proto: (line 1:11): duplicate field \"key\"");
        assertRefused(
                "{\"range_end\":\"\",\"rangeEnd\":\"\"}",
                RangeRequest.getDefaultInstance(),
                "proto: (line 1:17): duplicate field \"rangeEnd\"");
        assertRefused(
                "{\"success\":[{\"request_range\":{},\"request_put\":{}}]}",
                TxnRequest.getDefaultInstance(),
                "proto: (line 1:33): error parsing \"request_put\", oneof etcdserverpb.RequestOp.request is already set");
    }

    @Test
    void nullIsNothingButInAList() {
        assertThat(range("{\"key\":null,\"limit\":null}")).isEqualTo(RangeRequest.getDefaultInstance());
        assertRefused(
                "{\"success\":[null]}",
                TxnRequest.getDefaultInstance(),
                "proto: syntax error (line 1:13): unexpected token null");
        assertRefused(
                "{\"peerURLs\":[\"a\",null]}",
                MemberAddRequest.getDefaultInstance(),
                "proto: (line 1:18): invalid value for string field peerURLs: null");
        assertRefused("[1]", RangeRequest.getDefaultInstance(), "proto: syntax error (line 1:1): unexpected token [");
    }

    @Test
    void operationsAreCountedWhileTheyAreRead() {
        assertThat(((TxnRequest) read(list(128), TxnRequest.getDefaultInstance())).getSuccessCount())
                .isEqualTo(128);
        assertRefused(list(129), TxnRequest.getDefaultInstance(), TOO_MANY);
        // Unfinished behind the limit: what comes later is never looked at.
        assertRefused("{\"success\":[" + "{},".repeat(129), TxnRequest.getDefaultInstance(), TOO_MANY);
    }

    private static String list(int operations) {
        return "{\"success\":[" + "{},".repeat(operations - 1) + "{}]}";
    }

    @Test
    void nestedOperationsAreCountedTogether() {
        String full = "{\"requestTxn\":" + list(127) + "}";
        String many = "{\"success\":[" + (full + ",").repeat(127) + full + "]}";
        assertThat(read(many, TxnRequest.getDefaultInstance())).isNotNull();
        assertRefused(
                "{\"success\":[{\"requestTxn\":" + many + "},{\"requestTxn\":" + many + "}]}",
                TxnRequest.getDefaultInstance(),
                TOO_MANY);
    }

    @Test
    void transactionsNestAsDeepAsEtcdsDo() {
        assertThat(read(nested(127), TxnRequest.getDefaultInstance())).isNotNull();
        assertRefused(nested(128), TxnRequest.getDefaultInstance(), TOO_MANY);
        assertRefused(nested(3_000), TxnRequest.getDefaultInstance(), TOO_MANY);
        assertThat(range("{\"x\":" + "[".repeat(5_000) + "]".repeat(5_000) + "}"))
                .isNotNull();
    }

    private static String nested(int levels) {
        return "{\"success\":[" + "{\"requestTxn\":{\"success\":[".repeat(levels) + "{\"requestRange\":{}}"
                + "]}}".repeat(levels) + "]}";
    }

    @Test
    void readingEndsWhenNobodyWaits() {
        byte[] body = ("{\"peerURLs\":[" + "\"\",".repeat(10_000) + "\"\"]}").getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> new JsonReader(body, MemberAddRequest.getDefaultInstance(), BOUNDS, () -> true).next())
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        refusal -> assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.CANCELLED));
    }

    @Test
    void messagesAreReadOneBehindTheOther() {
        JsonReader reader = new JsonReader(
                "{\"limit\":1} {\"limit\":2} x".getBytes(StandardCharsets.UTF_8),
                RangeRequest.getDefaultInstance(),
                BOUNDS,
                () -> false);
        assertThat(((RangeRequest) reader.next()).getLimit()).isEqualTo(1);
        assertThat(((RangeRequest) reader.next()).getLimit()).isEqualTo(2);
        assertThatThrownBy(reader::next).isInstanceOf(StatusRuntimeException.class);
        assertThat(new JsonReader(new byte[0], RangeRequest.getDefaultInstance(), BOUNDS, () -> false).next())
                .isNull();
    }
}
