// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.validate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.crds.cluster.EtcdClusterStatus;
import dev.cairn.operator.cluster.observe.ObservedSecret;
import dev.cairn.operator.testkit.World;
import dev.cairn.operator.tls.CertificateFacts;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** One line per state of the CA's Secret: whether one may be made, and what is said otherwise. */
class AuthorityCheckTest {
    private static final String CA = "ca";

    private record Line(String situation, World world, boolean mayMake, String problem) {}

    @TestFactory
    Stream<DynamicTest> authority() {
        return Stream.of(
                        new Line("nothing is formed, nothing is here", World.empty(), true, ""),
                        new Line(
                                "nothing is formed, a CA is here", World.empty().secret(key(CA)), false, ""),
                        new Line(
                                "nothing is formed, a broken CA is here",
                                World.empty().secret(broken()),
                                false,
                                "CaKeyUnusable"),
                        new Line(
                                "nothing is formed, an earlier cluster's CA is here",
                                World.empty().secret(earlier(key(CA))),
                                true,
                                ""),
                        new Line("formed, all is well", formed().secret(key(CA)), false, ""),
                        new Line("formed, the key is gone", formed(), false, "CaKeyMissing"),
                        new Line("formed, the key does not fit", formed().secret(broken()), false, "CaKeyUnusable"),
                        new Line("formed, another CA", formed().secret(key("other")), false, "CaNotTrusted"),
                        new Line(
                                "formed, another CA, and only the status remembers which",
                                World.formed("a")
                                        .status(AuthorityCheckTest::noted)
                                        .secret(key("other")),
                                false,
                                "CaNotTrusted"),
                        new Line(
                                "formed, the key and every certificate are gone",
                                World.formed("a").status(AuthorityCheckTest::noted),
                                false,
                                "CaKeyMissing"),
                        new Line(
                                "formed, pods are here and no certificate: somebody trusts something",
                                World.formed("a"),
                                false,
                                "CaKeyMissing"),
                        new Line(
                                "volumes were adopted, nothing else is here",
                                World.formed("a").noPod("a").withoutQuorum(),
                                true,
                                ""))
                .map(line -> DynamicTest.dynamicTest(line.situation(), () -> {
                    var seen = line.world().seen();
                    assertThat(AuthorityCheck.mayMake(seen)).isEqualTo(line.mayMake());
                    assertThat(AuthorityCheck.problem(seen)
                                    .map(each -> each.reason().word())
                                    .orElse(""))
                            .isEqualTo(line.problem());
                }));
    }

    private static World formed() {
        return World.formed("a").secret(secret("demo-a-tls", Optional.of("demo-a"), "leaf", CA, true, CA));
    }

    private static EtcdClusterStatus noted(EtcdClusterStatus status) {
        return new EtcdClusterStatus(
                null,
                null,
                status.clusterId(),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                CA,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    private static ObservedSecret key(String keyId) {
        return secret("demo-ca-key", Optional.empty(), keyId, keyId, true, null);
    }

    private static ObservedSecret broken() {
        return secret("demo-ca-key", Optional.empty(), CA, CA, false, null);
    }

    private static ObservedSecret earlier(ObservedSecret of) {
        return new ObservedSecret(
                of.name(), of.member(), of.uid(), true, of.certificate(), of.keyFits(), of.trusts(), of.notes());
    }

    private static ObservedSecret secret(
            String name, Optional<String> member, String keyId, String issuer, boolean keyFits, String trusts) {
        var end = World.NOW.plus(Duration.ofDays(60));
        return new ObservedSecret(
                name,
                member,
                "uid",
                false,
                Optional.of(new CertificateFacts(World.NOW, end, new TreeSet<>(), keyId, issuer)),
                keyFits,
                trusts == null ? new TreeSet<>() : new TreeSet<>(List.of(trusts)),
                Map.of());
    }
}
