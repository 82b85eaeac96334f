// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.tls;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/** Whom a certificate names. */
public final class CertificateNames {
    private static final int DNS = 2;
    private static final int URI = 6;
    private static final int IP = 7;

    private static final Set<Integer> ALTERNATIVES = Set.of(DNS, URI, IP);

    private CertificateNames() {}

    /** The subject's common name, or "". */
    public static String commonName(X509Certificate certificate) {
        try {
            for (Rdn part : new LdapName(certificate.getSubjectX500Principal().getName()).getRdns()) {
                if (part.getType().equalsIgnoreCase("CN")) {
                    return part.getValue().toString();
                }
            }
        } catch (InvalidNameException e) {
            throw new IllegalStateException("a certificate's subject is a distinguished name", e);
        }
        return "";
    }

    /** DNS names, addresses and URIs among the subject alternative names, in the certificate's order. */
    public static List<String> alternatives(X509Certificate certificate) {
        return alternativeNames(certificate).stream()
                .filter(name -> ALTERNATIVES.contains((Integer) name.get(0)))
                .map(name -> name.get(1).toString())
                .toList();
    }

    /** A subject alternative name matches; a wildcard stands for exactly the first label. */
    static boolean covers(X509Certificate certificate, String host) {
        return alternativeNames(certificate).stream().anyMatch(name -> matches(name, host));
    }

    private static boolean matches(List<?> name, String host) {
        int kind = (Integer) name.get(0);
        String value = name.get(1).toString().toLowerCase(Locale.ROOT);
        String wanted = host.toLowerCase(Locale.ROOT);
        if (kind == IP) {
            return value.equals(wanted);
        }
        if (kind != DNS) {
            return false;
        }
        int firstDot = wanted.indexOf('.');
        return value.equals(wanted)
                || (value.startsWith("*.") && firstDot > 0 && value.substring(1).equals(wanted.substring(firstDot)));
    }

    private static Collection<List<?>> alternativeNames(X509Certificate certificate) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return names == null ? List.of() : names;
        } catch (CertificateParsingException e) {
            return List.of();
        }
    }
}
