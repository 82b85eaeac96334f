// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.bootstrap;

import dev.cairn.node.auth.token.JwtKeys;
import dev.cairn.node.auth.token.JwtTokens;
import dev.cairn.node.bootstrap.flags.BadConfigException;
import dev.cairn.node.bootstrap.flags.Values;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code --auth-token jwt,…}: options each once; of those that etcd does not know it warns, and so do we. */
final class JwtFlags {
    private static final Logger LOG = LoggerFactory.getLogger(JwtFlags.class);
    private static final Duration DEFAULT_TTL = Duration.ofMinutes(5);
    private static final Set<String> KNOWN = Set.of("sign-method", "pub-key", "priv-key", "ttl");

    private JwtFlags() {}

    static JwtTokens tokens(String given) {
        Map<String, String> options = options(given);
        options.keySet().stream()
                .filter(name -> !KNOWN.contains(name))
                .forEach(name -> LOG.warn("--auth-token: unknown option {}", name));
        String ttl = options.getOrDefault("ttl", "");
        try {
            return new JwtTokens(
                    JwtKeys.of(
                            options.getOrDefault("sign-method", ""),
                            file(options.get("pub-key")),
                            file(options.get("priv-key"))),
                    ttl.isEmpty() ? DEFAULT_TTL : Values.duration("auth-token ttl", ttl),
                    InstantSource.system());
        } catch (IllegalArgumentException e) {
            throw Values.invalid("auth-token", given, e.getMessage());
        }
    }

    private static Map<String, String> options(String given) {
        Map<String, String> options = new LinkedHashMap<>();
        String[] parts = given.split(",", -1);
        for (int i = 1; i < parts.length; i++) {
            String[] pair = parts[i].split("=", -1);
            if (pair.length != 2 || options.put(pair[0], pair[1]) != null) {
                throw Values.invalid(
                        "auth-token", given, "auth: invalid auth options: expected each as name=value, once");
            }
        }
        return options;
    }

    private static byte[] file(String path) {
        if (path == null || path.isEmpty()) {
            return new byte[0];
        }
        try {
            return Files.readAllBytes(Path.of(path));
        } catch (IOException e) {
            throw new BadConfigException("--auth-token: " + path + " cannot be read: " + e);
        }
    }
}
