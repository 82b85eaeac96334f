// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.corruption;

import dev.cairn.node.membership.MemberIds;
import dev.cairn.node.mvcc.hash.KvHash;
import dev.cairn.node.wire.EtcdError;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who is corrupt, by hashes at one revision: the rules of etcd's corruption checker. Two hashes tell something about each
 * other only where both stores were compacted at the same revision, since a compaction drops what else would count.
 */
final class HashRules {
    /** The alarm's member where nobody can say which one it is. */
    static final long WHOLE_CLUSTER = 0;

    private static final Logger LOG = LoggerFactory.getLogger(HashRules.class);

    private HashRules() {}

    /** What the hashes of one compaction say. */
    sealed interface Verdict {
        /** All members have the same. */
        record Checked() implements Verdict {}

        /** Not everybody could be compared, and nobody differs. */
        record Incomplete() implements Verdict {}

        /** Alarms are to be raised for these. */
        record Corrupt(List<Long> memberIds) implements Verdict {}
    }

    /** Whether a member that comes back may serve: none of the others may differ at its own revision. */
    static boolean agree(long memberId, KvHash own, List<PeerHash> peers) {
        boolean agree = true;
        for (PeerHash peer : peers) {
            if (!peer.isAnswered()) {
                tellWhyNot(peer);
            } else if (peer.hash() != own.hash()) {
                boolean same = peer.compactRevision() == own.compactRevision() && own.comparable();
                LOG.warn(
                        "found different {} values from remote peer {}: {} at revision {}, compact revision {}, here ({}) {}"
                                + " at revision {}, compact revision {}",
                        same ? "hash" : "compact revision",
                        MemberIds.text(peer.memberId()),
                        text(peer.hash()),
                        peer.currentRevision(),
                        peer.compactRevision(),
                        MemberIds.text(memberId),
                        text(own.hash()),
                        own.hashRevision(),
                        own.compactRevision());
                agree &= !same;
            }
        }
        return agree;
    }

    private static void tellWhyNot(PeerHash peer) {
        String member = MemberIds.text(peer.memberId());
        if (peer.refusal() == EtcdError.FUTURE_REV) {
            LOG.warn("cannot fetch hash from slow remote peer {}", member);
        } else if (peer.refusal() == EtcdError.COMPACTED) {
            LOG.warn("cannot fetch hash from remote peer {}; local member is behind", member);
        } else if (peer.refusal() == EtcdError.CLUSTER_ID_MISMATCH) {
            LOG.warn("cluster ID mismatch with remote peer {}", member);
        }
    }

    /**
     * The leader's periodic check: its hash before it asked the others at its revision, and after a quorum has confirmed it
     * as the leader. At most one member is named at a time. A leader that differs from all others blames the first of them,
     * as etcd's does: the hashes of compactions know better.
     */
    static OptionalLong corrupt(long leaderId, KvHash before, KvHash after, List<PeerHash> peers) {
        if (after.hash() != before.hash()
                && after.hashRevision() == before.hashRevision()
                && after.compactRevision() == before.compactRevision()
                && before.comparable()) {
            LOG.warn(
                    "found hash mismatch: {} and {} at revision {}, compact revision {}",
                    text(before.hash()),
                    text(after.hash()),
                    before.hashRevision(),
                    before.compactRevision());
            return OptionalLong.of(leaderId);
        }
        for (PeerHash peer : peers) {
            if (peer.isAnswered() && isCorrupt(before, after, peer)) {
                return OptionalLong.of(peer.memberId());
            }
        }
        return OptionalLong.empty();
    }

    private static boolean isCorrupt(KvHash before, KvHash after, PeerHash peer) {
        String member = MemberIds.text(peer.memberId());
        if (peer.currentRevision() > after.currentRevision()) {
            LOG.warn(
                    "revision from follower must be less than or equal to leader's: {} of {}, leader's {}",
                    peer.currentRevision(),
                    member,
                    after.currentRevision());
            return true;
        }
        if (peer.compactRevision() > after.compactRevision()) {
            LOG.warn(
                    "compact revision from follower must be less than or equal to leader's: {} of {}, leader's {}",
                    peer.compactRevision(),
                    member,
                    after.compactRevision());
            return true;
        }
        // the leader's may be newer by now
        if (before.comparable() && peer.compactRevision() == before.compactRevision() && peer.hash() != before.hash()) {
            LOG.warn(
                    "same compact revision then hashes must match: {} of {}, leader's {} at revision {}, compact revision {}",
                    text(peer.hash()),
                    member,
                    text(before.hash()),
                    before.hashRevision(),
                    before.compactRevision());
            return true;
        }
        return false;
    }

    /** The hashes of one compaction: a minority is corrupt; without a majority nobody can say who. */
    static Verdict ofCompaction(long leaderId, KvHash own, List<PeerHash> peers) {
        if (!own.comparable()) {
            return new Verdict.Incomplete();
        }
        Map<Integer, List<Long>> byHash = new LinkedHashMap<>();
        byHash.computeIfAbsent(own.hash(), hash -> new ArrayList<>()).add(leaderId);
        int compared = 0;
        for (PeerHash peer : peers) {
            if (peer.isAnswered() && peer.compactRevision() == own.compactRevision()) {
                compared++;
                byHash.computeIfAbsent(peer.hash(), hash -> new ArrayList<>()).add(peer.memberId());
            } else {
                LOG.warn(
                        "skipped the hash of {} at revision {}: {}",
                        MemberIds.text(peer.memberId()),
                        own.hashRevision(),
                        peer.isAnswered()
                                ? "its compact revision " + peer.compactRevision() + " is not the leader's "
                                        + own.compactRevision()
                                : "no response");
            }
        }
        if (byHash.size() == 1) {
            return compared == peers.size() ? new Verdict.Checked() : new Verdict.Incomplete();
        }
        return blame(own, byHash, (peers.size() + 1) / 2 + 1);
    }

    private static Verdict blame(KvHash own, Map<Integer, List<Long>> byHash, int quorum) {
        boolean known = byHash.values().removeIf(members -> members.size() >= quorum);
        byHash.forEach((hash, members) -> LOG.error(
                "Detected compaction hash mismatch: {} of {} at revision {}, compact revision {}, leader's {}{}",
                text(hash),
                members.stream().map(MemberIds::text).toList(),
                own.hashRevision(),
                own.compactRevision(),
                text(own.hash()),
                known ? "" : "; cannot identify the corrupted members, so intentionally set the memberID as 0"));
        return new Verdict.Corrupt(
                known ? byHash.values().stream().flatMap(List::stream).toList() : List.of(WHOLE_CLUSTER));
    }

    private static String text(int hash) {
        return Integer.toUnsignedString(hash);
    }
}
