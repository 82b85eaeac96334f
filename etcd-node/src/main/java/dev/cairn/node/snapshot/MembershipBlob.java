// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.snapshot;

import java.util.List;

/**
 * The members as a raft snapshot's data carries them: etcd's old v2 store in JSON. etcd up to 3.5 takes its members from
 * here, 3.6 checks it, 3.7 writes it only. {@code version} is the cluster's, or null before it is decided.
 */
public record MembershipBlob(List<BlobMember> members, List<Long> removed, String version) {
    /** One member; name and client URLs are empty until it has published them. */
    public record BlobMember(long id, List<String> peerUrls, boolean learner, String name, List<String> clientUrls) {
        public BlobMember {
            peerUrls = List.copyOf(peerUrls);
            clientUrls = List.copyOf(clientUrls);
        }
    }

    public MembershipBlob {
        members = List.copyOf(members);
        removed = List.copyOf(removed);
    }

    public byte[] encode() {
        return MembershipBlobWriter.write(this);
    }

    /** Throws {@link java.io.IOException} for bytes that are no v2 store. Members and removed ids are sorted by id. */
    public static MembershipBlob decode(byte[] json) throws java.io.IOException {
        return MembershipBlobReader.read(json);
    }
}
