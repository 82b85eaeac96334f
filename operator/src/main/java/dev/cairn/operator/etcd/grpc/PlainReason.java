// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.etcd.grpc;

import io.grpc.Status;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import javax.net.ssl.SSLException;

/**
 * Why a call was not answered, in words that stay the same as long as the reason does: gRPC's own hold nanoseconds and
 * addresses, and a status that repeats them changes with each look.
 */
final class PlainReason {
    private static final String FROM_ETCD = "etcdserver:";

    private PlainReason() {}

    /** What etcd itself says is told as it is. */
    static String of(Status status, Duration deadline) {
        String said = status.getDescription();
        if (said != null && said.startsWith(FROM_ETCD)) {
            return said;
        }
        return switch (status.getCode()) {
            case DEADLINE_EXCEEDED -> "no answer within " + deadline.toMillis() / 1000.0 + " s";
            case UNAVAILABLE -> unavailable(status);
            case CANCELLED -> "the call was broken off";
            default -> said == null ? status.getCode().name() : said;
        };
    }

    private static String unavailable(Status status) {
        for (Throwable cause = status.getCause(); cause != null; cause = cause.getCause()) {
            switch (cause) {
                case UnknownHostException unknown -> {
                    return "its host name is not known";
                }
                case UnresolvedAddressException unknown -> {
                    return "its host name is not known";
                }
                case NoRouteToHostException unreachable -> {
                    return "its host cannot be reached";
                }
                case ConnectException refused -> {
                    return "connection refused";
                }
                case SSLException tls -> {
                    return "no TLS connection: " + tls.getMessage();
                }
                default -> {
                    // Perhaps what caused it says more.
                }
            }
        }
        return "no connection";
    }
}
