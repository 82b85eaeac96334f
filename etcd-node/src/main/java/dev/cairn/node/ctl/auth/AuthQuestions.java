// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.ctl.auth;

import com.google.protobuf.MessageLite;
import dev.cairn.node.client.Call;
import dev.cairn.node.client.ClusterClient;
import dev.cairn.node.client.Patience;
import dev.cairn.node.ctl.session.CtlSession;

/** Asks one question about users or roles, however long the answer takes: as etcdctl does. */
final class AuthQuestions {
    private AuthQuestions() {}

    static <Q extends MessageLite, A> A ask(CtlSession session, Call<Q, A> call, Q request) {
        try (ClusterClient client = session.client()) {
            return client.ask(call, request, Patience.unlimited());
        }
    }
}
