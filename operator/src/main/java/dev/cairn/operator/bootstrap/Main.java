// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.bootstrap;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.security.Security;

/**
 * Starts the operator. Addresses are kept for seconds only, from before the first look-up: a member that comes back has
 * another address, and one that has just been made has none yet.
 */
@QuarkusMain
public final class Main {
    private static final String FOUND = "networkaddress.cache.ttl";
    private static final String NOT_FOUND = "networkaddress.cache.negative.ttl";
    private static final String FOUND_SECONDS = "2";

    private Main() {}

    public static void main(String... arguments) {
        Security.setProperty(FOUND, FOUND_SECONDS);
        Security.setProperty(NOT_FOUND, "0");
        // gRPC keeps addresses itself, and asks the system property how long.
        System.setProperty(FOUND, FOUND_SECONDS);
        Quarkus.run(arguments);
    }
}
