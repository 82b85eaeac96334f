// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.stage;

import dev.cairn.node.apply.Features;
import dev.cairn.node.auth.AuthInfo;
import dev.cairn.node.auth.AuthState;
import dev.cairn.node.auth.RequestPermissions;
import dev.cairn.node.server.Caller;
import dev.cairn.node.server.ForwardedReply;
import dev.cairn.node.server.RangeChunks;
import dev.cairn.node.server.Reply;
import dev.cairn.node.wire.EtcdError;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What etcd asks at the member that a request comes to: of all that is not in the log, and some that is. */
public final class Authorization {
    private final LiveFeatures live;
    private final Identities identities;

    public Authorization(LiveFeatures live, Identities identities) {
        this.live = live;
        this.identities = identities;
    }

    public boolean isEnabled() {
        return state().enabled();
    }

    private AuthState state() {
        return live.now().auth().state();
    }

    /** Goes on for a user with role root only. */
    public void root(Caller caller, Reply<?> reply, Runnable next) {
        identified(caller, reply, who -> {
            state().requireRoot(who);
            next.run();
        });
    }

    /** Goes on for whoever has shown who he is. */
    public void somebody(Caller caller, Reply<?> reply, Runnable next) {
        identified(caller, reply, who -> {
            state().requireSomebody(who);
            next.run();
        });
    }

    /** Goes on where {@code need} is permitted. */
    public void permitted(Caller caller, Reply<?> reply, Consumer<RequestPermissions> need, Runnable next) {
        identified(caller, reply, who -> {
            need.accept(permissions(who));
            next.run();
        });
    }

    /** Answers what was read unless users, roles or permissions changed meanwhile (etcd's doSerialize). */
    public <T> void read(Caller caller, Reply<T> reply, Consumer<RequestPermissions> need, Supplier<T> reading) {
        identified(caller, reply, who -> {
            need.accept(permissions(who));
            T answer = reading.get();
            requireUnchanged(who);
            reply.doneHere(answer);
        });
    }

    private void requireUnchanged(AuthInfo who) {
        if (!who.isNobody() && who.revision() != state().revision()) {
            throw EtcdError.AUTH_OLD_REVISION.exception();
        }
    }

    /** As {@link #read}: permitted once, and over with the first chunk that was read after a change. */
    public void readInChunks(
            Caller caller, Reply<RangeChunks> reply, Consumer<RequestPermissions> need, Supplier<RangeChunks> reading) {
        identified(caller, reply, who -> {
            need.accept(permissions(who));
            RangeChunks chunks = reading.get();
            reply.done(next -> chunks.next(unchanged(who, next)));
        });
    }

    private <T> Reply<T> unchanged(AuthInfo who, Reply<T> reply) {
        return new ForwardedReply<>(reply) {
            @Override
            public void done(T answer) {
                Replies.guard(reply, () -> {
                    requireUnchanged(who);
                    reply.done(answer);
                });
            }

            @Override
            public void doneHere(T answer) {
                Replies.guard(reply, () -> {
                    requireUnchanged(who);
                    reply.doneHere(answer);
                });
            }
        };
    }

    private RequestPermissions permissions(AuthInfo who) {
        Features features = live.now();
        return new RequestPermissions(features.auth().state(), who, features.lessor()::keys);
    }

    private void identified(Caller caller, Reply<?> reply, Consumer<AuthInfo> next) {
        identities.identify(caller, Replies.then(reply, next));
    }
}
