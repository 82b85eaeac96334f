// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.plan;

import dev.cairn.crds.cluster.MemberTemplate;
import dev.cairn.operator.cluster.reason.HoldReason;
import dev.cairn.operator.tls.Leaf;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The single next thing to do about a cluster. Each says for people what it does and why. */
public sealed interface Step {
    /** In one sentence: what, and why. */
    String message();

    /** The member it concerns. */
    Optional<String> member();

    /** As the status names it. */
    default String name() {
        return getClass().getSimpleName();
    }

    /** A step that changes something; its intent is written first. */
    sealed interface Mutation extends Step {}

    /** One beside the members: a Service, the disruption budget, a certificate. */
    sealed interface Aside extends Mutation {}

    /** Everything is as asked. */
    record Rest() implements Step {
        @Override
        public String message() {
            return "all members are ready voters";
        }

        @Override
        public Optional<String> member() {
            return Optional.empty();
        }
    }

    /** Nothing can or may be done now; what is waited for will show by itself, or is for a person to do. */
    record Hold(HoldReason reason, Optional<String> member, String message) implements Step {}

    /** Remember which etcd cluster this is; from then on no empty disk may form another. */
    record LatchClusterId(String clusterId, String message) implements Mutation {
        @Override
        public Optional<String> member() {
            return Optional.empty();
        }
    }

    /** Note on a volume whose data it holds. */
    record MarkVolume(String memberName, String volumeUid, String clusterId, String message) implements Mutation {
        @Override
        public Optional<String> member() {
            return Optional.of(memberName);
        }
    }

    /**
     * Make a member's volume.
     *
     * @param clusterId the cluster it joins; empty for the seed, which forms one
     */
    record CreateVolume(String memberName, Optional<String> clusterId, String message) implements Mutation {
        @Override
        public Optional<String> member() {
            return Optional.of(memberName);
        }
    }

    /**
     * Make a member's pod.
     *
     * @param initialCluster peer URLs by member name
     * @param forming the member forms the cluster (state {@code new}); otherwise it joins or rejoins one
     * @param voter whether clients may be led to it
     * @param template what it is made from
     */
    record CreatePod(
            String memberName,
            SortedMap<String, String> initialCluster,
            boolean forming,
            boolean voter,
            MemberTemplate template,
            String message)
            implements Mutation {
        public CreatePod {
            initialCluster = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(initialCluster));
        }

        @Override
        public Optional<String> member() {
            return Optional.of(memberName);
        }
    }

    /** Delete a pod; its member, if it still is one, gets another. */
    record DeletePod(String memberName, String podUid, String message) implements Mutation {
        @Override
        public Optional<String> member() {
            return Optional.of(memberName);
        }
    }

    /**
     * Delete a pod that never worked; the next one is made from the specification as it is now.
     *
     * @param askedSpec digests of that specification
     */
    record RemakePod(String memberName, String podUid, SortedMap<String, String> askedSpec, String message)
            implements Mutation {
        public RemakePod {
            askedSpec = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(askedSpec));
        }

        @Override
        public Optional<String> member() {
            return Optional.of(memberName);
        }
    }

    /** Delete the volume of a member that is none any more. */
    record DeleteVolume(String memberName, String volumeUid, String message) implements Mutation {
        @Override
        public Optional<String> member() {
            return Optional.of(memberName);
        }
    }

    /** Say on a member's pod whether it votes; the client Service leads to voters only. */
    record LabelPod(String memberName, String podUid, boolean voter, String message) implements Mutation {
        @Override
        public Optional<String> member() {
            return Optional.of(memberName);
        }
    }

    /**
     * Make a Service, or the disruption budget, what it should be.
     *
     * @param role what the object is to the cluster, in one word: two of them may be of one kind
     */
    record ApplyObject(String role, HasMetadata wanted, String message) implements Aside {
        @Override
        public String name() {
            return "Apply" + role;
        }

        @Override
        public Optional<String> member() {
            return Optional.empty();
        }
    }

    /** Delete the disruption budget, which is not wanted any more. */
    record DeleteBudget(String budgetUid, String message) implements Aside {
        @Override
        public Optional<String> member() {
            return Optional.empty();
        }
    }

    /**
     * Make the cluster's CA.
     *
     * @param earlierUid UID of the Secret with the CA of an earlier cluster of this name, which goes first
     */
    record CreateAuthority(Optional<String> earlierUid, String message) implements Aside {
        @Override
        public Optional<String> member() {
            return Optional.empty();
        }
    }

    /** Publish the certificate of the CA in use, known by its key identifier. */
    record PublishAuthority(String caKeyId, String message) implements Aside {
        @Override
        public Optional<String> member() {
            return Optional.empty();
        }
    }

    /**
     * Issue a certificate into a Secret.
     *
     * @param member whose it is; empty for the clients'
     * @param caKeyId which CA issues it; no other one does
     */
    record IssueCertificate(String secret, Optional<String> member, Leaf leaf, String caKeyId, String message)
            implements Aside {}

    /** Delete the Secret of a member that is none any more. */
    record DeleteCertificate(String memberName, String secret, String secretUid, String message) implements Aside {
        @Override
        public Optional<String> member() {
            return Optional.of(memberName);
        }
    }

    /** Make a new member known to etcd, without a vote. */
    record AddLearner(String memberName, String peerUrl, String message) implements Mutation {
        @Override
        public Optional<String> member() {
            return Optional.of(memberName);
        }
    }

    /** Give a learner its vote, if etcd finds it in sync. */
    record PromoteLearner(String memberName, long memberId, String message) implements Mutation {
        @Override
        public Optional<String> member() {
            return Optional.of(memberName);
        }
    }

    /** Remove a member from etcd for good; leadership moves away first, should the member have it. */
    record RemoveMember(String memberName, long memberId, String message) implements Mutation {
        @Override
        public Optional<String> member() {
            return Optional.of(memberName);
        }
    }
}
