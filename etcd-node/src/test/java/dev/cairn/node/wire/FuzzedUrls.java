// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.wire;

import dev.cairn.node.fuzz.Fuzzed;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A URL of a flag, a request or a peer. */
public final class FuzzedUrls implements Fuzzed {
    @Override
    public String name() {
        return "url";
    }

    @Override
    public List<byte[]> seeds() {
        return List.of(
                bytes("http://10.0.0.1:2379"),
                bytes("https://[fe80::1%25eth0]:2379"),
                bytes("unix://localhost:1234"),
                bytes("unixs:///tmp/a%20b"));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] read(byte[] input) {
        EtcdUrl url;
        try {
            url = EtcdUrl.parse(new String(input, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException refused) {
            return REFUSED;
        }
        EtcdUrl again = EtcdUrl.parse(url.toString());
        Fuzzed.require(again.toString().equals(url.toString()), url + " is read again as " + again);
        return bytes(url.host() == null ? url.socketFile() : url.host());
    }
}
