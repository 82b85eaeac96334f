// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.etcd.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class PlainReasonTest {
    private static final String RAW = "CallOptions deadline exceeded after 2.999876543s. Name resolution delay"
            + " 0.000034567 seconds. [closed=[], open=[[remote_addr=demo-a.demo-peer.default.svc/10.1.2.3:2379]]]";

    @TestFactory
    Stream<DynamicTest> aReasonHasNoTimesNorAddresses() {
        return Stream.of(
                line(Status.DEADLINE_EXCEEDED.withDescription(RAW), "no answer within 3.0 s"),
                line(
                        Status.UNAVAILABLE
                                .withDescription("io exception")
                                .withCause(new IOException(new ConnectException("refused: demo-a/10.1.2.3:2379"))),
                        "connection refused"),
                line(
                        Status.UNAVAILABLE
                                .withDescription("Unable to resolve host demo-a.demo-peer.default.svc")
                                .withCause(new RuntimeException(new UnknownHostException("demo-a"))),
                        "its host name is not known"),
                line(
                        Status.UNAVAILABLE.withDescription("io exception").withCause(new SSLHandshakeException("bad")),
                        "no TLS connection: bad"),
                line(
                        Status.UNAVAILABLE.withDescription("Connection closed while performing protocol negotiation"
                                + " for [NettyClientHandler#0@7f31]"),
                        "no connection"),
                line(Status.UNAVAILABLE.withDescription("etcdserver: leader changed"), "etcdserver: leader changed"),
                line(Status.CANCELLED.withDescription("at 1.234567s"), "the call was broken off"),
                line(
                        Status.FAILED_PRECONDITION.withDescription("etcdserver: not enough started members"),
                        "etcdserver: not enough started members"),
                line(Status.UNIMPLEMENTED, "UNIMPLEMENTED"));
    }

    private static DynamicTest line(Status status, String expected) {
        return DynamicTest.dynamicTest(
                expected,
                () -> assertThat(PlainReason.of(status, Duration.ofSeconds(3))).isEqualTo(expected));
    }
}
