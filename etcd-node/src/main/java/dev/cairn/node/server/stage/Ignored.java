// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.stage;

import dev.cairn.node.server.Reply;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** For requests that the member makes by itself and makes again when they fail: a failure is worth a debug line. */
public final class Ignored {
    private static final Logger LOG = LoggerFactory.getLogger(Ignored.class);

    private Ignored() {}

    public static <T> Reply<T> reply() {
        return new Reply<>() {
            @Override
            public void done(T answer) {}

            @Override
            public void failed(RuntimeException error) {
                LOG.debug("a request of the member itself failed and will be made again: {}", error.getMessage());
            }
        };
    }
}
