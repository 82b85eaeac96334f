// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api;

import dev.cairn.node.server.Caller;
import dev.cairn.node.wire.EtcdError;
import dev.cairn.node.wire.EtcdException;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import java.util.EnumMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From an error to what the wire says: etcd's answers by their table, everything else Unknown with its text, logged. */
final class ErrorStatus {
    private static final Logger LOG = LoggerFactory.getLogger(ErrorStatus.class);
    private static final Map<EtcdError, Status> ANSWERS = answers();

    private ErrorStatus() {}

    static Status of(EtcdError error) {
        return ANSWERS.get(error);
    }

    /** {@code method} and {@code caller} are for the log. */
    static Status of(RuntimeException error, String method, Caller caller) {
        return switch (error) {
            case EtcdException answer -> of(answer.error());
            case StatusRuntimeException status -> status.getStatus();
            default -> fault(error, method, caller);
        };
    }

    private static Status fault(RuntimeException error, String method, Caller caller) {
        LOG.error("{} of {} failed", method, caller, error);
        if (error.getCause() instanceof StatusException status) {
            return status.getStatus();
        }
        String text = error.getMessage() == null ? error.getClass().getName() : error.getMessage();
        return Status.UNKNOWN.withDescription(text);
    }

    private static Map<EtcdError, Status> answers() {
        Map<EtcdError, Status> table = new EnumMap<>(EtcdError.class);
        for (EtcdError error : EtcdError.values()) {
            table.put(error, Status.fromCodeValue(error.code()).withDescription(error.text()));
        }
        return table;
    }
}
