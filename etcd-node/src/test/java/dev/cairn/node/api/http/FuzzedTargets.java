// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api.http;

import dev.cairn.node.fuzz.Fuzzed;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A request's method and target, with a space between, and its host behind another. */
public final class FuzzedTargets implements Fuzzed {
    @Override
    public String name() {
        return "http-target";
    }

    @Override
    public List<byte[]> seeds() {
        return List.of(
                bytes("GET /health?serializable=true&exclude=NOSPACE a:2379"),
                bytes("POST http://[::1]:2379/v3/kv/range%2e?a=%41+b;c a"),
                bytes("CONNECT a:443 a"),
                bytes("OPTIONS * [fe80::1%25eth0]:80"));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    public byte[] read(byte[] input) {
        String[] words = new String(input, StandardCharsets.ISO_8859_1).split(" ", 3);
        if (words.length < 2) {
            return REFUSED;
        }
        if (words.length == 3) {
            RequestForm.isHostText(words[2]);
        }
        RequestTarget target = RequestTarget.parse(words[0], words[1]);
        if (target == null) {
            return REFUSED;
        }
        Fuzzed.require(target.path() != null && target.query() != null, "a target has a path and a query");
        target.queryValues("exclude");
        return target.path().isEmpty() ? REFUSED : bytes(target.path().substring(1));
    }
}
