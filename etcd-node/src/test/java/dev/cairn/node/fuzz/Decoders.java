// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.fuzz;

import dev.cairn.node.api.frames.FuzzedFrames;
import dev.cairn.node.api.gateway.FuzzedJson;
import dev.cairn.node.api.http.FuzzedTargets;
import dev.cairn.node.api.message.FuzzedRequests;
import dev.cairn.node.bootstrap.FuzzedConfigFile;
import dev.cairn.node.bootstrap.FuzzedFlags;
import dev.cairn.node.codec.FuzzedConfChanges;
import dev.cairn.node.codec.FuzzedMessages;
import dev.cairn.node.image.FuzzedImage;
import dev.cairn.node.membership.FuzzedMembers;
import dev.cairn.node.peer.codec.FuzzedPeerJson;
import dev.cairn.node.peer.codec.FuzzedStreams;
import dev.cairn.node.peer.codec.StreamKind;
import dev.cairn.node.snapshot.FuzzedMembershipBlob;
import dev.cairn.node.snapshot.FuzzedSnapshotFile;
import dev.cairn.node.wal.FuzzedLog;
import dev.cairn.node.wire.FuzzedUrls;
import java.util.List;

/** All that is fuzzed. */
final class Decoders {
    static final List<Fuzzed> ALL = List.of(
            new FuzzedRequests(),
            new FuzzedFrames(),
            new FuzzedJson(),
            new FuzzedTargets(),
            new FuzzedMessages(),
            new FuzzedStreams(StreamKind.MESSAGE),
            new FuzzedStreams(StreamKind.MSG_APP_V2),
            new FuzzedPeerJson(),
            new FuzzedConfChanges(),
            new FuzzedLog(),
            new FuzzedSnapshotFile(),
            new FuzzedMembershipBlob(),
            new FuzzedMembers(),
            new FuzzedImage(),
            new FuzzedFlags(),
            new FuzzedConfigFile(),
            new FuzzedUrls());

    private Decoders() {}

    static Fuzzed named(String name) {
        return ALL.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("TARGET=" + name + ": no decoder is called so; there are "
                                + ALL.stream().map(Fuzzed::name).toList()));
    }
}
