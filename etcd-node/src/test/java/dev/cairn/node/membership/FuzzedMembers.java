// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.membership;

import dev.cairn.node.fuzz.Fuzzed;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Members in JSON: one, a peer's list, the context of a configuration change, or the flag, as the first byte says. */
public final class FuzzedMembers implements Fuzzed {
    private static final int KINDS = 4;
    private static final String MEMBER = "{\"id\":1,\"peerURLs\":[\"http://a:2380\"],\"isLearner\":true,\"name\":\"a\","
            + "\"clientURLs\":[\"http://a:2379\"]}";

    @Override
    public String name() {
        return "members";
    }

    @Override
    public List<byte[]> seeds() {
        return List.of(
                bytes("0" + MEMBER),
                bytes("1[" + MEMBER + "," + MEMBER + "]"),
                bytes("2" + MEMBER),
                bytes("2{\"id\":1,\"peerURLs\":null,\"isPromote\":true}"),
                bytes("3a=http://10.0.0.1:2380,b=https://[::1]:2380,a=http://10.0.0.1:1"));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] read(byte[] input) {
        if (input.length == 0) {
            return REFUSED;
        }
        byte[] rest = java.util.Arrays.copyOfRange(input, 1, input.length);
        String text = new String(rest, StandardCharsets.UTF_8);
        try {
            return switch ((input[0] & 0x7f) % KINDS) {
                case 0 -> {
                    ClusterMember member = MemberJson.read(rest);
                    Fuzzed.require(MemberJson.read(MemberJson.write(member)).equals(member), member + " is read again");
                    yield bytes(member.name());
                }
                case 1 -> {
                    List<ClusterMember> members = MemberJson.readList(text);
                    Fuzzed.require(
                            MemberJson.readList(MemberJson.writeList(members)).equals(members), "read again");
                    yield members.isEmpty() ? REFUSED : bytes(members.getFirst().name());
                }
                case 2 -> {
                    MemberChange.read(MemberChange.ADD_NODE, 1, rest);
                    yield REFUSED;
                }
                default -> {
                    InitialCluster.parse(text).members("token");
                    yield REFUSED;
                }
            };
        } catch (IllegalArgumentException refused) {
            Fuzzed.require(refused.getMessage() != null && !refused.getMessage().isEmpty(), "a refusal says why");
            return REFUSED;
        }
    }
}
