// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.bootstrap;

import dev.cairn.node.bootstrap.flags.BadConfigException;
import dev.cairn.node.bootstrap.flags.ConfigFile;
import dev.cairn.node.fuzz.Fuzzed;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A configuration file in YAML. */
public final class FuzzedConfigFile implements Fuzzed {
    @Override
    public String name() {
        return "yaml";
    }

    @Override
    public List<byte[]> seeds() {
        return List.of(
                seed("name: node-a\ndata-dir: /d\nquota-backend-bytes: 0\n"),
                seed(
                        "client-transport-security:\n  cert-file: /c\n  client-cert-auth: true\nlisten-client-urls: [a, b]\n"),
                seed("peer-transport-security: {allowed-cn: x, other: 1}\nunknown: &a [1]\nalso: *a\n"));
    }

    private static byte[] seed(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] read(byte[] input) {
        try {
            String name = ConfigFile.read("fuzzed", new ByteArrayInputStream(input), new ArrayList<>())
                    .get("name");
            return name == null ? REFUSED : seed(name);
        } catch (BadConfigException refused) {
            Fuzzed.require(refused.getMessage() != null, "a refusal says why");
            return REFUSED;
        }
    }
}
