// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api.gateway;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import dev.cairn.node.fuzz.FirstText;
import dev.cairn.node.fuzz.Fuzzed;
import dev.cairn.node.wire.RequestBounds;
import dev.cairn.node.wire.etcdserverpb.Compare;
import dev.cairn.node.wire.etcdserverpb.LeaseGrantRequest;
import dev.cairn.node.wire.etcdserverpb.MemberAddRequest;
import dev.cairn.node.wire.etcdserverpb.PutRequest;
import dev.cairn.node.wire.etcdserverpb.RangeRequest;
import dev.cairn.node.wire.etcdserverpb.RequestOp;
import dev.cairn.node.wire.etcdserverpb.TxnRequest;
import dev.cairn.node.wire.etcdserverpb.WatchCreateRequest;
import dev.cairn.node.wire.etcdserverpb.WatchRequest;
import io.grpc.StatusRuntimeException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A JSON body for the method that the first byte names; what was read is printed and must be read again the same. */
public final class FuzzedJson implements Fuzzed {
    private static final RequestBounds BOUNDS = new RequestBounds(2 << 20, 128);
    private static final ByteString KEY = ByteString.copyFromUtf8("key");

    private static final List<Message> PROTOTYPES = List.of(
            PutRequest.getDefaultInstance(),
            RangeRequest.getDefaultInstance(),
            TxnRequest.getDefaultInstance(),
            WatchRequest.getDefaultInstance(),
            LeaseGrantRequest.getDefaultInstance(),
            MemberAddRequest.getDefaultInstance());

    @Override
    public String name() {
        return "json";
    }

    @Override
    public List<byte[]> seeds() {
        PutRequest put = PutRequest.newBuilder().setKey(KEY).setValue(KEY).build();
        List<Message> messages = List.of(
                put,
                RangeRequest.newBuilder()
                        .setKey(KEY)
                        .setLimit(7)
                        .setSortOrder(RangeRequest.SortOrder.DESCEND)
                        .build(),
                TxnRequest.newBuilder()
                        .addCompare(Compare.newBuilder().setKey(KEY).setModRevision(3))
                        .addSuccess(RequestOp.newBuilder().setRequestPut(put))
                        .build(),
                WatchRequest.newBuilder()
                        .setCreateRequest(WatchCreateRequest.newBuilder().setKey(KEY))
                        .build(),
                LeaseGrantRequest.newBuilder().setTTL(60).build(),
                MemberAddRequest.newBuilder().addPeerURLs("http://a:2380").build());
        List<byte[]> seeds = new ArrayList<>();
        for (int i = 0; i < messages.size(); i++) {
            seeds.add(seed(i, JsonMessages.print(messages.get(i))));
        }
        seeds.add(seed(1, "{\"limit\": 1.2e1, \"max_mod_revision\": \"-5\", \"serializable\": true, \"other\": [{}]}"));
        seeds.add(seed(0, "{\"key\": \"a-_/+==\", \"lease\": 1e3} {}"));
        return seeds;
    }

    private static byte[] seed(int method, String json) {
        return ((char) method + json).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] read(byte[] input) {
        if (input.length == 0) {
            return REFUSED;
        }
        Message prototype = PROTOTYPES.get((input[0] & 0x7f) % PROTOTYPES.size());
        byte[] first = REFUSED;
        try {
            JsonReader reader =
                    new JsonReader(Arrays.copyOfRange(input, 1, input.length), prototype, BOUNDS, () -> false);
            for (Message each = reader.next(); each != null; each = reader.next()) {
                first = first.length == 0 ? FirstText.of(each) : first;
                Message again = new JsonReader(
                                JsonMessages.print(each).getBytes(StandardCharsets.UTF_8),
                                prototype,
                                BOUNDS,
                                () -> false)
                        .next();
                Fuzzed.require(each.equals(again), each + " is read again as " + again);
            }
        } catch (StatusRuntimeException refusal) {
            Fuzzed.require(refusal.getStatus().getDescription() != null, "a refusal says why");
        }
        return first;
    }
}
