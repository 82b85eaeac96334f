// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.status;

import dev.cairn.crds.cluster.EtcdClusterStatus;
import dev.cairn.crds.cluster.TlsMode;
import dev.cairn.crds.cluster.status.EndpointsStatus;
import dev.cairn.crds.cluster.status.RevisionMark;
import dev.cairn.crds.cluster.status.StepStatus;
import dev.cairn.operator.cluster.act.Acted;
import dev.cairn.operator.cluster.execute.Outcome;
import dev.cairn.operator.cluster.observe.Membership;
import dev.cairn.operator.cluster.observe.ObservedCluster;
import dev.cairn.operator.cluster.observe.ObservedMember;
import dev.cairn.operator.cluster.plan.Hibernation;
import dev.cairn.operator.cluster.plan.RolloutRecord;
import dev.cairn.operator.cluster.plan.Step;
import dev.cairn.operator.cluster.plan.Templates;
import dev.cairn.operator.cluster.validate.AuthorityCheck;
import dev.cairn.operator.cluster.validate.Trust;
import dev.cairn.operator.etcd.EndpointStatus;
import dev.cairn.operator.naming.AddressBook;
import dev.cairn.operator.naming.DnsAddressBook;
import dev.cairn.operator.naming.Labels;
import java.util.Optional;

/** Makes a status from what was seen, planned and done. Pure. */
public final class StatusAssembler {
    private final AddressBook addresses;

    public StatusAssembler(AddressBook addresses) {
        this.addresses = addresses;
    }

    /** The status to write. */
    public EtcdClusterStatus assemble(ObservedCluster seen, Step step, Acted acted) {
        Readiness readiness = Readiness.of(seen);
        Optional<Membership.Known> known = Optional.of(seen.membership())
                .filter(Membership.Known.class::isInstance)
                .map(Membership.Known.class::cast);
        return new EtcdClusterStatus(
                seen.generation(),
                ClusterConditions.of(seen, step, acted),
                acted.status().clusterId(),
                known.map(each -> each.voters().size())
                        .orElseGet(() -> Hibernation.sleeps(seen)
                                ? 0
                                : Optional.ofNullable(seen.status().replicas()).orElse(0)),
                Labels.CLUSTER + "=" + seen.key().name(),
                readiness.readyVoters() + "/" + seen.replicas(),
                MemberTable.of(seen),
                currentStep(step, acted),
                known.flatMap(Membership.Known::leader)
                        .map(ObservedMember::name)
                        .orElse(null),
                known.flatMap(StatusAssembler::lowestVersion)
                        .orElse(seen.status().version()),
                endpoints(seen),
                Optional.ofNullable(acted.status().template())
                        .or(() -> Templates.running(seen))
                        .orElse(null),
                authority(seen, acted.status().certificateAuthority()),
                RolloutRecord.now(seen, acted.status().rollout()),
                CertificateTable.status(seen, acted.status().certificates()),
                acted.status().space(),
                acted.status().lastSnapshot(),
                acted.status().recovery(),
                RevisionMark.after(acted.status().highestRevision(), seen.seenRevision(), seen.now()));
    }

    /** Noted once the cluster has formed; from then on the intent of a step changes it. */
    private static String authority(ObservedCluster seen, String noted) {
        if (noted != null || !seen.keepsCertificates()) {
            return noted;
        }
        return AuthorityCheck.problem(seen).isPresent()
                ? null
                : Trust.inUse(seen)
                        .or(() -> Trust.of(seen).map(Trust::current))
                        .filter(each -> seen.latchedClusterId().isPresent())
                        .orElse(null);
    }

    private static StepStatus currentStep(Step step, Acted acted) {
        return step instanceof Step.Rest || acted.outcome() instanceof Outcome.Overtaken
                ? null
                : acted.status().currentStep();
    }

    private EndpointsStatus endpoints(ObservedCluster seen) {
        String scheme = seen.tls() ? "https://" : "http://";
        String service = addresses.clientServiceHost(seen.key()) + ":" + DnsAddressBook.CLIENT_PORT;
        TlsMode mode = seen.tlsMode();
        String clientSecret = switch (mode) {
            case DISABLED -> null;
            case MANAGED, CERT_MANAGER -> seen.key().clientTlsSecret();
            case PROVIDED -> seen.spec().tls().provided().clientSecretRef().name();
        };
        return new EndpointsStatus(
                service,
                scheme + service,
                seen.clientServiceIp()
                        .map(ip ->
                                scheme + (ip.indexOf(':') < 0 ? ip : "[" + ip + "]") + ":" + DnsAddressBook.CLIENT_PORT)
                        .orElse(null),
                seen.keepsCertificates() ? seen.key().caSecret() : clientSecret,
                clientSecret);
    }

    private static Optional<String> lowestVersion(Membership.Known known) {
        return known.members().values().stream()
                .flatMap(each -> each.answer().stream())
                .map(EndpointStatus::version)
                .min(StatusAssembler::compareVersions);
    }

    /** Number by number, so that 3.10 is above 3.9. */
    static int compareVersions(String one, String other) {
        String[] left = one.split("[.+-]");
        String[] right = other.split("[.+-]");
        for (int at = 0; at < Math.min(left.length, right.length); at++) {
            boolean numbers = left[at].matches("[0-9]{1,9}") && right[at].matches("[0-9]{1,9}");
            int order = numbers
                    ? Integer.compare(Integer.parseInt(left[at]), Integer.parseInt(right[at]))
                    : left[at].compareTo(right[at]);
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(left.length, right.length);
    }
}
