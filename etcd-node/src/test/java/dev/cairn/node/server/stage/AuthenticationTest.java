// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.node.apply.Features;
import dev.cairn.node.auth.AuthInfo;
import dev.cairn.node.auth.token.SimpleTokens;
import dev.cairn.node.lease.LessorSettings;
import dev.cairn.node.server.Caller;
import dev.cairn.node.server.Reply;
import dev.cairn.node.storage.WriteTx;
import dev.cairn.node.testkit.MemoryBackend;
import dev.cairn.node.wire.EtcdError;
import dev.cairn.node.wire.authpb.UserAddOptions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AuthenticationTest {
    private static final long SECOND = 1_000_000_000L;
    private static final Caller MARYS_CERTIFICATE = Caller.certified("mary", List.of());

    private final MemoryBackend backend = new MemoryBackend();
    private final Features features = Features.open(backend, new LessorSettings(2), 1);
    private final AtomicLong nanos = new AtomicLong();
    private final SimpleTokens tokens = new SimpleTokens(new Random(1), nanos::get, 0);
    private final ReadIndexes reads = new ReadIndexes(() -> 1, nanos::get, 7 * SECOND, started -> {});
    private final ArrayDeque<Runnable> readers = new ArrayDeque<>();
    private final List<Object> told = new ArrayList<>();

    private void enable() {
        try (WriteTx tx = backend.begin()) {
            features.auth().addUser(tx, "root", UserAddOptions.getDefaultInstance(), "");
            features.auth().grantRole(tx, "root", "root");
            features.auth().enable(tx);
            tx.commit();
        }
    }

    private Object identify(Caller caller, boolean certificateNames) {
        Reply<AuthInfo> reply = new Reply<>() {
            @Override
            public void done(AuthInfo who) {
                told.add(who);
            }

            @Override
            public void failed(RuntimeException error) {
                told.add(error.getMessage());
            }
        };
        new Authentication(new LiveFeatures(features), tokens, reads, readers::add, certificateNames)
                .identify(caller, reply);
        return told.isEmpty() ? "waits" : told.removeLast();
    }

    private AuthInfo now(String user) {
        return new AuthInfo(user, features.auth().state().revision());
    }

    @Test
    void everybodyIsNobodyWhileItIsSwitchedOff() {
        for (Caller caller : List.of(Caller.ANONYMOUS, Caller.MEMBER, MARYS_CERTIFICATE.withToken("x"))) {
            assertThat(identify(caller, true)).isEqualTo(AuthInfo.NOBODY);
        }
    }

    @Test
    void aCertificateNamesItsUserWhereClientsMustShowOne() {
        enable();
        assertThat(identify(MARYS_CERTIFICATE, true)).isEqualTo(now("mary"));
        assertThat(identify(MARYS_CERTIFICATE, false)).isEqualTo(AuthInfo.NOBODY);
        assertThat(identify(MARYS_CERTIFICATE.throughGateway(), true)).isEqualTo(AuthInfo.NOBODY);
        assertThat(identify(Caller.certified("", List.of("mary")), true)).isEqualTo(AuthInfo.NOBODY);
    }

    @Test
    void aTokenGoesBeforeACertificateAlsoWhereItIsNotValid() {
        enable();
        String johns = tokens.assign("john", 1, tokens.newSecret(), 0);

        assertThat(identify(MARYS_CERTIFICATE.withToken(johns), true)).isEqualTo(now("john"));
        assertThat(identify(MARYS_CERTIFICATE.withToken("x"), true)).isEqualTo(EtcdError.INVALID_AUTH_TOKEN.text());
    }

    @Test
    void membersAreRoot() {
        enable();
        assertThat(identify(Caller.MEMBER, false)).isEqualTo(now("root"));
    }

    @Test
    void aTokenWhoseLoginIsNotAppliedYetIsWaitedForAndGoneOnWithElsewhere() {
        enable();
        String secret = tokens.newSecret();
        assertThat(identify(Caller.ANONYMOUS.withToken(secret + ".6"), false)).isEqualTo("waits");

        reads.applied(6);
        assertThat(readers).isEmpty();
        tokens.assign("john", 1, secret, 7);
        reads.applied(7);
        assertThat(told).isEmpty();
        readers.forEach(Runnable::run);
        assertThat(told).containsExactly(now("john"));
    }

    @Test
    void nobodyWaitsForLongerThanARequestMay() {
        enable();
        assertThat(identify(Caller.ANONYMOUS.withToken(tokens.newSecret() + ".999"), false))
                .isEqualTo("waits");

        nanos.addAndGet(7 * SECOND);
        reads.tick();
        assertThat(told).containsExactly(EtcdError.INVALID_AUTH_TOKEN.text());
    }
}
