// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.cairn.node.wire.etcdserverpb.AuthenticateRequest;
import dev.cairn.node.wire.etcdserverpb.Compare;
import dev.cairn.node.wire.etcdserverpb.InternalRaftRequest;
import dev.cairn.node.wire.etcdserverpb.PutRequest;
import dev.cairn.node.wire.etcdserverpb.RequestHeader;
import dev.cairn.node.wire.etcdserverpb.RequestOp;
import dev.cairn.node.wire.etcdserverpb.TxnRequest;
import org.junit.jupiter.api.Test;

/** What a log line may tell of a request: its keys, and no value, password or token. */
class RequestTextTest {
    private static final PutRequest PUT = PutRequest.newBuilder()
            .setKey(ByteString.copyFromUtf8("a\"\n"))
            .setValue(ByteString.copyFromUtf8("secret"))
            .build();

    @Test
    void aValueIsToldByItsSize() {
        InternalRaftRequest request = InternalRaftRequest.newBuilder()
                .setHeader(RequestHeader.newBuilder().setID(-7))
                .setPut(PUT)
                .build();
        assertThat(RequestText.of(request))
                .isEqualTo("header:<ID:18446744073709551609 > put:<key:\"a\\\"\\n\" value_size:6 >");
    }

    @Test
    void soItIsInsideATransaction() {
        TxnRequest txn = TxnRequest.newBuilder()
                .addCompare(Compare.newBuilder()
                        .setTarget(Compare.CompareTarget.VALUE)
                        .setKey(ByteString.copyFromUtf8("k"))
                        .setValue(ByteString.copyFromUtf8("secret")))
                .addSuccess(RequestOp.newBuilder().setRequestPut(PUT))
                .build();
        assertThat(RequestText.of(txn)).doesNotContain("secret").contains("value_size:6", "request_put:<key:");
    }

    @Test
    void passwordsAreNotTold() {
        AuthenticateRequest request = AuthenticateRequest.newBuilder()
                .setName("root")
                .setPassword("secret")
                .build();
        assertThat(RequestText.of(request)).isEqualTo("name:\"root\"");
    }

    @Test
    void aLineHasAnEnd() {
        TxnRequest.Builder many = TxnRequest.newBuilder();
        for (int i = 0; i < 10_000; i++) {
            many.addSuccess(RequestOp.newBuilder().setRequestPut(PUT));
        }
        assertThat(RequestText.of(many.build())).hasSizeLessThan(RequestText.MAX_CHARACTERS + 100);
    }
}
