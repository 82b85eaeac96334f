// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api.gateway;

import com.google.protobuf.Message;
import dev.cairn.node.api.budget.ByteBudget;
import dev.cairn.node.wire.splice.Encoded;
import dev.cairn.node.wire.splice.EncodedSource;
import io.grpc.MethodDescriptor;
import java.io.InputStream;
import java.util.List;

/** A service's response: {@code shared} are the large events in it, which other streams may hold, too. */
record GatewayResponse(Message message, List<byte[]> shared) {
    /** The method with responses of this kind; what the service hands over is taken as it is, not copied. */
    static <Q, R> MethodDescriptor<Q, GatewayResponse> of(MethodDescriptor<Q, R> method) {
        MethodDescriptor.Marshaller<R> responses = method.getResponseMarshaller();
        return method.toBuilder(method.getRequestMarshaller(), new MethodDescriptor.Marshaller<GatewayResponse>() {
                    @Override
                    public InputStream stream(GatewayResponse response) {
                        throw new UnsupportedOperationException("a response is only read here");
                    }

                    @Override
                    public GatewayResponse parse(InputStream stream) {
                        if (stream instanceof EncodedSource source) {
                            Encoded encoded = source.encoded();
                            return new GatewayResponse(
                                    encoded.toMessage(), encoded.largePieces(ByteBudget.SHARED_BYTES));
                        }
                        return new GatewayResponse((Message) responses.parse(stream), List.of());
                    }
                })
                .build();
    }
}
