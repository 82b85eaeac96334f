// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api.small;

import dev.cairn.node.server.Auth;
import dev.cairn.node.server.Caller;
import dev.cairn.node.server.Reply;
import dev.cairn.node.wire.EtcdError;
import dev.cairn.node.wire.etcdserverpb.AuthenticateRequest;
import dev.cairn.node.wire.etcdserverpb.AuthenticateResponse;
import java.lang.reflect.Proxy;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Logins that wait until the test answers them; whatever else is asked is refused. */
public final class SmallAuth {
    public final Queue<Reply<AuthenticateResponse>> logins = new ConcurrentLinkedQueue<>();
    public volatile boolean namesByCertificate;
    public volatile Caller lastCaller;

    Auth port() {
        return (Auth) Proxy.newProxyInstance(
                Auth.class.getClassLoader(), new Class<?>[] {Auth.class}, (_, method, args) -> {
                    switch (method.getName()) {
                        case "isEnabled", "namesByCertificate" -> {
                            return namesByCertificate;
                        }
                        case "authenticate" ->
                            authenticate((Caller) args[0], (AuthenticateRequest) args[1], reply(args[2]));
                        default -> {
                            lastCaller = (Caller) args[0];
                            reply(args[2]).failed(EtcdError.UNKNOWN_METHOD.exception());
                        }
                    }
                    return null;
                });
    }

    @SuppressWarnings("unchecked")
    private static Reply<AuthenticateResponse> reply(Object reply) {
        return (Reply<AuthenticateResponse>) reply;
    }

    private void authenticate(Caller caller, AuthenticateRequest request, Reply<AuthenticateResponse> reply) {
        lastCaller = caller;
        if (request.getPassword().isEmpty()) {
            reply.failed(EtcdError.AUTH_FAILED.exception());
        } else {
            logins.add(reply);
        }
    }
}
