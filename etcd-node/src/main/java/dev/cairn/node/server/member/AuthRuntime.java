// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.member;

import dev.cairn.node.auth.token.Tokens;
import java.security.SecureRandom;
import java.util.concurrent.Executor;

/**
 * What logins need.
 *
 * @param passwords runs what hashes: few threads, for nothing else
 * @param random for salts
 * @param bcryptCost of passwords that are set from now on, 4 to 31
 * @param certificateNames without a token, the common name of a client's certificate says who it is
 */
public record AuthRuntime(
        Tokens tokens, Executor passwords, SecureRandom random, int bcryptCost, boolean certificateNames) {}
