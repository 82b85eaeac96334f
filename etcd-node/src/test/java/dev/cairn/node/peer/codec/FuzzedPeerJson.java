// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.peer.codec;

import dev.cairn.node.fuzz.Fuzzed;
import dev.cairn.node.server.PeerClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The peer port's small JSON bodies, of the kind that the first byte names, and the versions in them. */
public final class FuzzedPeerJson implements Fuzzed {
    private static final int KINDS = 3;

    @Override
    public String name() {
        return "peer-json";
    }

    @Override
    public List<byte[]> seeds() {
        return List.of(
                bytes("0{\"etcdserver\":\"3.7.1\",\"etcdcluster\":\"3.7.0\",\"storage\":\"3.7.0\"}"),
                bytes("1{\"revision\":7,\"other\":[{}]}"),
                bytes("2{\"header\":{\"member_id\":18446744073709551615,\"revision\":3,\"raft_term\":2},\"hash\":5,"
                        + "\"compact_revision\":1,\"hash_revision\":3}"));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] read(byte[] input) {
        if (input.length == 0) {
            return REFUSED;
        }
        String text = new String(input, 1, input.length - 1, StandardCharsets.UTF_8);
        try {
            return switch ((input[0] & 0x7f) % KINDS) {
                case 0 -> versions(PeerJson.readVersions(text));
                case 1 -> {
                    PeerJson.readHashKvRequest(text);
                    yield REFUSED;
                }
                default -> {
                    PeerJson.readHashKv(text);
                    yield REFUSED;
                }
            };
        } catch (IOException refused) {
            return REFUSED;
        }
    }

    private static byte[] versions(PeerClient.VersionsAnswer versions) throws IOException {
        PeerVersion.areCompatible("3.7.1", versions.server(), versions.cluster());
        Fuzzed.require(
                PeerJson.readVersions(PeerJson.versions(versions)).equals(versions), versions + " is read again");
        return bytes(versions.server());
    }
}
