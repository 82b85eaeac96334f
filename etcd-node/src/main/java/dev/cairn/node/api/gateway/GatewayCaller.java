// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api.gateway;

import dev.cairn.node.server.Caller;
import io.grpc.Metadata;
import java.io.InputStream;

/** Whose request the gateway passes on. The metadata of its calls stays in the process, so the object itself goes along. */
public final class GatewayCaller {
    /** To be believed of the gateway's own calls only: over the network anybody could send it. */
    public static final Metadata.Key<Caller> KEY = Metadata.Key.of("caller-bin", new InProcess());

    private GatewayCaller() {}

    private static final class InProcess implements Metadata.BinaryStreamMarshaller<Caller> {
        @Override
        public InputStream toStream(Caller caller) {
            return new Carried(caller);
        }

        @Override
        public Caller parseStream(InputStream stream) {
            return ((Carried) stream).caller;
        }
    }

    /** A stream in name only: nobody reads bytes from it. */
    private static final class Carried extends InputStream {
        private final Caller caller;

        Carried(Caller caller) {
            this.caller = caller;
        }

        @Override
        public int read() {
            return -1;
        }
    }
}
