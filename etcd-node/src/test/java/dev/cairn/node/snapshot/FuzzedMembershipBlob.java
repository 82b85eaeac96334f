// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.snapshot;

import dev.cairn.node.fuzz.Fuzzed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The members in a raft snapshot. */
public final class FuzzedMembershipBlob implements Fuzzed {
    @Override
    public String name() {
        return "membership-blob";
    }

    @Override
    public List<byte[]> seeds() {
        MembershipBlob.BlobMember first =
                new MembershipBlob.BlobMember(1, List.of("http://a:2380"), false, "node-a", List.of("http://a:2379"));
        MembershipBlob.BlobMember second =
                new MembershipBlob.BlobMember(-2, List.of("http://b:2380"), true, "", List.of());
        return List.of(
                new MembershipBlob(List.of(first, second), List.of(7L), "3.7.0").encode(),
                new MembershipBlob(List.of(first), List.of(), null).encode());
    }

    @Override
    public byte[] read(byte[] input) throws IOException {
        MembershipBlob blob;
        try {
            blob = MembershipBlob.decode(input);
        } catch (IOException refused) {
            return REFUSED;
        }
        Fuzzed.require(MembershipBlob.decode(blob.encode()).equals(blob), blob + " is read again");
        return blob.members().isEmpty()
                ? REFUSED
                : blob.members().getFirst().name().getBytes(StandardCharsets.UTF_8);
    }
}
