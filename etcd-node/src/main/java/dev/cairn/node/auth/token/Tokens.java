// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.auth.token;

import dev.cairn.node.auth.AuthInfo;
import java.util.Optional;

/**
 * One kind of token, as {@code --auth-token} chooses it. {@link #assign}, {@link #forget} and {@link #forgetAll} are called
 * by the apply thread, on every member for every login; the others from any thread.
 */
public interface Tokens {
    /** What a login takes into the log so that all members make the same token of it; empty where they need not. */
    String newSecret();

    /** The token of a login that was applied as the entry at {@code index}. */
    String assign(String user, long authRevision, String secret, long index);

    /** Whose token it is, or was as of an older revision; empty for one that is not valid. */
    Optional<AuthInfo> identify(String token, long authRevision);

    /** The log has to be applied up to here for the token to be known; 0 where that does not matter. */
    default long knownFrom(String token) {
        return 0;
    }

    /** Whether a member has to make the tokens of other members' clients, too. */
    default boolean areKept() {
        return false;
    }

    /** The user's tokens are valid no more. */
    default void forget(String user) {}

    /** No token is valid any more. */
    default void forgetAll() {}
}
