// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.mvcc;

import com.google.protobuf.ByteString;
import dev.cairn.node.testkit.TextScript;
import dev.cairn.node.wire.EtcdException;
import dev.cairn.node.wire.etcdserverpb.DeleteRangeRequest;
import dev.cairn.node.wire.etcdserverpb.DeleteRangeResponse;
import dev.cairn.node.wire.etcdserverpb.HashKVResponse;
import dev.cairn.node.wire.etcdserverpb.PutRequest;
import dev.cairn.node.wire.etcdserverpb.PutResponse;
import dev.cairn.node.wire.etcdserverpb.RangeRequest;
import dev.cairn.node.wire.etcdserverpb.RangeResponse;
import dev.cairn.node.wire.etcdserverpb.RequestOp;
import dev.cairn.node.wire.etcdserverpb.ResponseOp;
import dev.cairn.node.wire.etcdserverpb.TxnRequest;
import dev.cairn.node.wire.etcdserverpb.TxnResponse;
import dev.cairn.node.wire.mvccpb.KeyValue;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The script language for key-value stores, the same for ours and for a real etcd:
 *
 * <pre>
 * put KEY [VALUE] [lease=N]      del KEY [END]      txn put:KEY:VALUE del:KEY[:END] range:KEY[:END][:REV] …
 * range KEY [END] [rev= limit= order= target= minmod= maxmod= mincreate= maxcreate=] [keys_only] [count_only]
 * compact REV                    hash [REV]
 * </pre>
 *
 * A key or end written as 0 is one zero byte. A KeyValue prints as key=value create/mod/version [lease].
 */
final class KvScript implements TextScript.Interpreter {
    private final KvTarget target;

    KvScript(KvTarget target) {
        this.target = target;
    }

    @Override
    public String run(TextScript.Command command) {
        try {
            return execute(command);
        } catch (EtcdException e) {
            return "error: " + e.getMessage();
        } catch (StatusRuntimeException e) {
            return "error: " + e.getStatus().getDescription();
        }
    }

    private String execute(TextScript.Command command) {
        List<String> words = command.words();
        return switch (command.name()) {
            case "put" -> print(target.txn(txn(List.of(put(words, command.number("lease", 0))))));
            case "del" -> print(target.txn(txn(List.of(delete(words)))));
            case "txn" ->
                print(target.txn(txn(words.stream().skip(1).map(KvScript::op).toList())));
            case "range" -> print(target.range(range(command)));
            case "compact" -> {
                target.compact(Long.parseLong(words.get(1)));
                yield "ok";
            }
            case "hash" -> print(target.hash(words.size() > 1 ? Long.parseLong(words.get(1)) : 0));
            default -> throw new IllegalArgumentException("no such command: " + command.name());
        };
    }

    private static TxnRequest txn(List<RequestOp> ops) {
        return TxnRequest.newBuilder().addAllSuccess(ops).build();
    }

    private static RequestOp op(String text) {
        List<String> words = List.of(text.split(":"));
        return switch (words.getFirst()) {
            case "put" -> put(words, 0);
            case "del" -> delete(words);
            case "range" -> {
                RangeRequest.Builder range = RangeRequest.newBuilder().setKey(bytes(words.get(1)));
                if (words.size() > 2) {
                    range.setRangeEnd(bytes(words.get(2)));
                }
                if (words.size() > 3) {
                    range.setRevision(Long.parseLong(words.get(3)));
                }
                yield RequestOp.newBuilder().setRequestRange(range).build();
            }
            default -> throw new IllegalArgumentException("no such operation: " + text);
        };
    }

    private static RequestOp put(List<String> words, long lease) {
        return RequestOp.newBuilder()
                .setRequestPut(PutRequest.newBuilder()
                        .setKey(bytes(words.get(1)))
                        .setValue(ByteString.copyFromUtf8(words.size() > 2 ? words.get(2) : ""))
                        .setLease(lease)
                        .setPrevKv(true))
                .build();
    }

    private static RequestOp delete(List<String> words) {
        return RequestOp.newBuilder()
                .setRequestDeleteRange(DeleteRangeRequest.newBuilder()
                        .setKey(bytes(words.get(1)))
                        .setRangeEnd(words.size() > 2 ? bytes(words.get(2)) : ByteString.EMPTY)
                        .setPrevKv(true))
                .build();
    }

    private static RangeRequest range(TextScript.Command command) {
        List<String> words = command.words().stream()
                .filter(word -> !word.equals("keys_only") && !word.equals("count_only"))
                .toList();
        return RangeRequest.newBuilder()
                .setKey(bytes(words.get(1)))
                .setRangeEnd(words.size() > 2 ? bytes(words.get(2)) : ByteString.EMPTY)
                .setRevision(command.number("rev", 0))
                .setLimit(command.number("limit", 0))
                .setSortOrderValue(sorting(command.arg("order", "NONE"), RangeRequest.SortOrder.values()))
                .setSortTargetValue(sorting(command.arg("target", "KEY"), RangeRequest.SortTarget.values()))
                .setMinModRevision(command.number("minmod", 0))
                .setMaxModRevision(command.number("maxmod", 0))
                .setMinCreateRevision(command.number("mincreate", 0))
                .setMaxCreateRevision(command.number("maxcreate", 0))
                .setKeysOnly(command.has("keys_only"))
                .setCountOnly(command.has("count_only"))
                .build();
    }

    /** By name, or a number that no name has. */
    private static <E extends Enum<E>> int sorting(String text, E[] values) {
        for (E value : values) {
            if (value.name().equals(text)) {
                return value.ordinal();
            }
        }
        return Integer.parseInt(text);
    }

    private static ByteString bytes(String text) {
        return text.equals("0") ? ByteString.copyFrom(new byte[1]) : ByteString.copyFromUtf8(text);
    }

    private static String print(TxnResponse response) {
        List<String> lines = new ArrayList<>();
        lines.add("revision " + response.getHeader().getRevision());
        for (ResponseOp op : response.getResponsesList()) {
            lines.add(
                    switch (op.getResponseCase()) {
                        case RESPONSE_PUT -> print(op.getResponsePut());
                        case RESPONSE_DELETE_RANGE -> print(op.getResponseDeleteRange());
                        case RESPONSE_RANGE -> print(op.getResponseRange());
                        default -> throw new IllegalArgumentException("no such response here: " + op);
                    });
        }
        return String.join("\n", lines);
    }

    private static String print(PutResponse response) {
        return response.hasPrevKv() ? "put, before " + print(response.getPrevKv()) : "put";
    }

    private static String print(DeleteRangeResponse response) {
        return "deleted " + response.getDeleted() + lines(response.getPrevKvsList());
    }

    private static String print(RangeResponse response) {
        return "at " + response.getHeader().getRevision() + " count " + response.getCount()
                + (response.getMore() ? " more" : "") + lines(response.getKvsList());
    }

    private static String print(HashKVResponse response) {
        return String.format("%08x", response.getHash()) + " at " + response.getHashRevision() + " compacted "
                + response.getCompactRevision() + " current "
                + response.getHeader().getRevision();
    }

    private static String lines(List<KeyValue> kvs) {
        return kvs.stream().map(kv -> "\n  " + print(kv)).collect(Collectors.joining());
    }

    private static String print(KeyValue kv) {
        return kv.getKey().toStringUtf8().replace("\0", "0") + "="
                + kv.getValue().toStringUtf8() + " " + kv.getCreateRevision() + "/" + kv.getModRevision() + "/"
                + kv.getVersion() + (kv.getLease() == 0 ? "" : " lease " + kv.getLease());
    }
}
