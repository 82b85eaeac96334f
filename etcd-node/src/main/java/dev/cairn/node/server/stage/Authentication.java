// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.stage;

import dev.cairn.node.auth.AuthInfo;
import dev.cairn.node.auth.AuthState;
import dev.cairn.node.auth.token.Tokens;
import dev.cairn.node.server.Caller;
import dev.cairn.node.server.Reply;
import dev.cairn.node.wire.EtcdError;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * By a token; without one, and where clients must show certificates, by the certificate's common name; never by that of a
 * request through the gateway (etcd's AuthInfoFromCtx). A name without a common name is nobody's, where etcd lets it pass
 * for somebody.
 */
public final class Authentication implements Identities {
    private static final Logger LOG = LoggerFactory.getLogger(Authentication.class);

    private final LiveFeatures live;
    private final Tokens tokens;
    private final ReadIndexes reads;
    private final Executor readers;
    private final boolean certificateNames;

    /** {@code readers} goes on where a token had to be waited for; {@code certificateNames}: {@code --client-cert-auth}. */
    public Authentication(
            LiveFeatures live, Tokens tokens, ReadIndexes reads, Executor readers, boolean certificateNames) {
        this.live = live;
        this.tokens = tokens;
        this.reads = reads;
        this.readers = readers;
        this.certificateNames = certificateNames;
    }

    private AuthState state() {
        return live.now().auth().state();
    }

    @Override
    public void identify(Caller caller, Reply<AuthInfo> reply) {
        AuthState now = state();
        if (!now.enabled()) {
            reply.done(AuthInfo.NOBODY);
        } else if (caller.isMember()) {
            reply.done(ofMembers());
        } else if (caller.token().isEmpty()) {
            reply.done(byCertificate(caller, now));
        } else {
            byToken(caller, reply);
        }
    }

    @Override
    public AuthInfo ofMembers() {
        AuthState now = state();
        return now.enabled() ? new AuthInfo(AuthInfo.ROOT, now.revision()) : AuthInfo.NOBODY;
    }

    private AuthInfo byCertificate(Caller caller, AuthState now) {
        boolean named = certificateNames
                && caller.kind() == Caller.Kind.CLIENT
                && !caller.commonName().isEmpty();
        return named ? new AuthInfo(caller.commonName(), now.revision()) : AuthInfo.NOBODY;
    }

    /** The member at which the client logged in may have been ahead of this one. */
    private void byToken(Caller caller, Reply<AuthInfo> reply) {
        long from = tokens.knownFrom(caller.token());
        Runnable known = () -> Replies.guard(reply, () -> reply.done(ofToken(caller)));
        if (reads.isApplied(from)) {
            known.run();
            return;
        }
        reads.whenApplied(from, new Reply<>() {
            @Override
            public void done(Void nothing) {
                readers.execute(known);
            }

            @Override
            public void failed(RuntimeException error) {
                reply.failed(EtcdError.INVALID_AUTH_TOKEN.exception());
            }
        });
    }

    private AuthInfo ofToken(Caller caller) {
        return tokens.identify(caller.token(), state().revision()).orElseThrow(() -> {
            LOG.debug("a {} has one that is not valid", caller);
            return EtcdError.INVALID_AUTH_TOKEN.exception();
        });
    }
}
