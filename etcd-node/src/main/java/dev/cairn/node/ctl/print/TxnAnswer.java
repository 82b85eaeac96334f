// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.ctl.print;

import dev.cairn.node.wire.etcdserverpb.ResponseOp;
import dev.cairn.node.wire.etcdserverpb.TxnResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What became of a transaction, its operations' answers in order. */
public record TxnAnswer(TxnResponse message) implements CommandAnswer {
    @Override
    public void simple(SimpleLines out) {
        out.line(message.getSucceeded() ? "SUCCESS" : "FAILURE");
        for (ResponseOp each : message.getResponsesList()) {
            out.line("");
            part(each).simple(out);
        }
    }

    @Override
    public void fields(FieldLines out) {
        out.header(message.getHeader());
        out.field("Succeeded", message.getSucceeded());
        message.getResponsesList().forEach(each -> part(each).fields(out));
    }

    private static CommandAnswer part(ResponseOp response) {
        return switch (response.getResponseCase()) {
            case RESPONSE_RANGE -> new KvAnswers.Got(response.getResponseRange());
            case RESPONSE_PUT -> new KvAnswers.Stored(response.getResponsePut());
            case RESPONSE_DELETE_RANGE -> new KvAnswers.Deleted(response.getResponseDeleteRange());
            case RESPONSE_TXN -> new TxnAnswer(response.getResponseTxn());
            case RESPONSE_NOT_SET -> throw new IllegalStateException("an operation without an answer");
        };
    }

    /** A level more than the message has: etcdctl's JSON calls it {@code Response}. */
    @Override
    public Object json(boolean hex) {
        Map<String, Object> fields = new LinkedHashMap<>();
        if (message.hasHeader()) {
            fields.put("header", message.getHeader());
        }
        if (message.getSucceeded()) {
            fields.put("succeeded", true);
        }
        List<Object> responses = new ArrayList<>();
        for (ResponseOp each : message.getResponsesList()) {
            responses.add(Map.of("Response", Map.of(name(each), part(each).json(hex))));
        }
        if (!responses.isEmpty()) {
            fields.put("responses", responses);
        }
        return fields;
    }

    private static String name(ResponseOp response) {
        return response.getResponseCase().name().toLowerCase(java.util.Locale.ROOT);
    }
}
