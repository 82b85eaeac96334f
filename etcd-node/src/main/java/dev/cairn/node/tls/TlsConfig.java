// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.tls;

import java.nio.file.Path;
import java.util.List;

/**
 * One port's TLS flags, as etcd names them; absent files are null, absent lists empty, absent versions "". {@code
 * clientCert} and {@code clientKey} are shown to servers instead of {@code cert} and {@code key} where given. {@code
 * allowedCommonNames} and {@code allowedHostnames} narrow down which client certificates pass.
 */
public record TlsConfig(
        Path cert,
        Path key,
        Path clientCert,
        Path clientKey,
        Path trustedCa,
        Path crl,
        boolean clientCertAuth,
        List<String> allowedCommonNames,
        List<String> allowedHostnames,
        List<String> cipherSuites,
        String minVersion,
        String maxVersion,
        boolean trustAnyServer) {
    private static final List<String> VERSIONS = List.of("TLS1.2", "TLS1.3");

    public TlsConfig {
        if (cert == null || key == null) {
            throw new TlsException("TLS needs both a certificate file and a key file");
        }
        if ((clientCert == null) != (clientKey == null)) {
            throw new TlsException("a client certificate file and a client key file are given together or not at all");
        }
        if (clientCertAuth && trustedCa == null) {
            throw new TlsException("client-cert-auth needs a trusted-ca-file to check client certificates against");
        }
        if (!allowedCommonNames.isEmpty() && !allowedHostnames.isEmpty()) {
            throw new TlsException("allowed common names and allowed hostnames exclude each other");
        }
        if (versionIndex(minVersion, 0) > versionIndex(maxVersion, VERSIONS.size() - 1)) {
            throw new TlsException("tls-min-version " + minVersion + " is above tls-max-version " + maxVersion);
        }
    }

    /** A certificate and its key; everything else as etcd's defaults. */
    public static TlsConfig of(Path cert, Path key) {
        return new TlsConfig(cert, key, null, null, null, null, false, List.of(), List.of(), List.of(), "", "", false);
    }

    public TlsConfig withTrustedCa(Path ca, boolean requireClientCert) {
        return new TlsConfig(
                cert,
                key,
                clientCert,
                clientKey,
                ca,
                crl,
                requireClientCert,
                allowedCommonNames,
                allowedHostnames,
                cipherSuites,
                minVersion,
                maxVersion,
                trustAnyServer);
    }

    public TlsConfig withAllowed(List<String> commonNames, List<String> hostnames, Path revocations) {
        return new TlsConfig(
                cert,
                key,
                clientCert,
                clientKey,
                trustedCa,
                revocations,
                clientCertAuth,
                commonNames,
                hostnames,
                cipherSuites,
                minVersion,
                maxVersion,
                trustAnyServer);
    }

    public TlsConfig withProtocols(String lowest, String highest, List<String> suites) {
        return new TlsConfig(
                cert,
                key,
                clientCert,
                clientKey,
                trustedCa,
                crl,
                clientCertAuth,
                allowedCommonNames,
                allowedHostnames,
                suites,
                lowest,
                highest,
                trustAnyServer);
    }

    /** As etcd: naming a CA for clients means asking them for a certificate. */
    boolean requiresClientCert() {
        return clientCertAuth || trustedCa != null;
    }

    /** In Java's spelling, lowest first. */
    String[] protocols() {
        return VERSIONS.subList(versionIndex(minVersion, 0), versionIndex(maxVersion, VERSIONS.size() - 1) + 1).stream()
                .map(each -> each.replace("TLS", "TLSv"))
                .toArray(String[]::new);
    }

    private static int versionIndex(String version, int absent) {
        if (version.isEmpty()) {
            return absent;
        }
        int index = VERSIONS.indexOf(version);
        if (index < 0) {
            throw new TlsException("unexpected TLS version \"" + version + "\" (must be one of: TLS1.2, TLS1.3)");
        }
        return index;
    }
}
