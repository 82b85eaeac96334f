// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.membership;

import java.util.List;

/**
 * One change of one member, as it travels in a conf change: a type number, the member's id and etcd's JSON as context.
 */
public sealed interface MemberChange {
    int ADD_NODE = 0;
    int REMOVE_NODE = 1;
    int UPDATE_NODE = 2;
    int ADD_LEARNER_NODE = 3;

    /** The member's id; unsigned. */
    long id();

    /** The number of the conf change's type on the wire. */
    int type();

    /** The conf change's context; empty for a removal. */
    byte[] context();

    /** A new voter or learner. At bootstrap it carries its name already. */
    record Add(ClusterMember member) implements MemberChange {
        @Override
        public long id() {
            return member.id();
        }

        @Override
        public int type() {
            return member.learner() ? ADD_LEARNER_NODE : ADD_NODE;
        }

        @Override
        public byte[] context() {
            return MemberJson.write(member);
        }
    }

    /** A learner becomes a voter. */
    record Promote(long id) implements MemberChange {
        @Override
        public int type() {
            return ADD_NODE;
        }

        @Override
        public byte[] context() {
            ClusterMember idOnly = ClusterMember.added(id, List.of(), false);
            return GoJson.write(json -> MemberJson.write(json, idOnly, true));
        }
    }

    /** New peer URLs; name, client URLs and role stay. */
    record Update(long id, List<String> peerUrls) implements MemberChange {
        public Update {
            peerUrls = List.copyOf(peerUrls);
        }

        @Override
        public int type() {
            return UPDATE_NODE;
        }

        @Override
        public byte[] context() {
            return MemberJson.write(ClusterMember.added(id, peerUrls, false));
        }
    }

    /** The member leaves for good; its id never returns. */
    record Remove(long id) implements MemberChange {
        @Override
        public int type() {
            return REMOVE_NODE;
        }

        @Override
        public byte[] context() {
            return new byte[0];
        }
    }

    /**
     * Reads a conf change. Fails with IllegalArgumentException where its parts contradict each other: such an entry was
     * written by no member, so the log is damaged or foreign.
     */
    static MemberChange read(int type, long nodeId, byte[] context) {
        if (type == REMOVE_NODE) {
            return new Remove(nodeId);
        }
        if (type != ADD_NODE && type != ADD_LEARNER_NODE && type != UPDATE_NODE) {
            throw new IllegalArgumentException("conf change of unknown type " + type);
        }
        MemberJson.Parsed parsed = GoJson.read(context, "context of a conf change", MemberJson::read);
        ClusterMember member = parsed.member();
        if (member.id() != nodeId) {
            throw new IllegalArgumentException("conf change of member " + MemberIds.text(nodeId)
                    + " has the context of member " + MemberIds.text(member.id()));
        }
        if (type == UPDATE_NODE) {
            return new Update(nodeId, member.peerUrls());
        }
        return parsed.promote() ? new Promote(nodeId) : new Add(member);
    }
}
