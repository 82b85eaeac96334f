// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What a line of the log says of who asked. */
class CallerTest {
    @Test
    void aClientIsCalledByWhatItProved() {
        assertThat(Caller.ANONYMOUS).hasToString("an anonymous client");
        assertThat(Caller.certified("kube-apiserver", List.of("10.0.0.1")))
                .hasToString("client with certificate CN=kube-apiserver SAN=[10.0.0.1]");
        assertThat(Caller.ANONYMOUS.withToken("secret.7")).hasToString("client with a token");
        assertThat(Caller.certified("ops", List.of()).withToken("secret.7"))
                .hasToString("client with a token and certificate CN=ops SAN=[]");
    }

    @Test
    void aMemberIsNoClient() {
        assertThat(Caller.MEMBER).hasToString("a member");
    }
}
