// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.auth.token;

import dev.cairn.node.auth.AuthInfo;
import dev.cairn.node.wire.EtcdError;
import java.util.Optional;

/** {@code --auth-token ""}: nobody can log in, certificates alone say who somebody is. */
public final class NoTokens implements Tokens {
    @Override
    public String newSecret() {
        return "";
    }

    @Override
    public String assign(String user, long authRevision, String secret, long index) {
        throw EtcdError.AUTH_FAILED.exception();
    }

    @Override
    public Optional<AuthInfo> identify(String token, long authRevision) {
        return Optional.empty();
    }
}
