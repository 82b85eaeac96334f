// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.bootstrap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The DNS domain of the Kubernetes cluster this process runs in, from a pod's resolver configuration. */
final class ClusterDomain {
    static final String USUAL = "cluster.local";

    private static final Logger LOG = LoggerFactory.getLogger(ClusterDomain.class);
    private static final String SERVICES = "svc.";

    private ClusterDomain() {}

    static String detect() {
        Path file = Path.of("/etc/resolv.conf");
        try {
            return Files.isReadable(file) ? in(Files.readAllLines(file)) : USUAL;
        } catch (IOException e) {
            LOG.warn("cannot read {}: {}; taking {} for the cluster's domain", file, e.getMessage(), USUAL);
            return USUAL;
        }
    }

    /** A pod's search list holds {@code svc.<domain>}. */
    static String in(List<String> resolvConf) {
        return resolvConf.stream()
                .filter(line -> line.startsWith("search"))
                .flatMap(line -> List.of(line.split("\\s+")).stream())
                .filter(each -> each.startsWith(SERVICES))
                .map(each -> each.substring(SERVICES.length()))
                .findFirst()
                .orElse(USUAL);
    }
}
