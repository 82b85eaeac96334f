// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.tls;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;

/** Reads what a certificate says. */
public final class CertificateReader {
    private CertificateReader() {}

    /** Throws IllegalArgumentException if the text holds no certificate. */
    public static CertificateFacts facts(String pem) {
        X509Certificate certificate = Pem.readCertificate(pem);
        try {
            var extensions = new JcaX509CertificateHolder(certificate).getExtensions();
            var own = extensions == null ? null : SubjectKeyIdentifier.fromExtensions(extensions);
            var issuer = extensions == null ? null : AuthorityKeyIdentifier.fromExtensions(extensions);
            String keyId = own == null ? "" : HexFormat.of().formatHex(own.getKeyIdentifier());
            return new CertificateFacts(
                    certificate.getNotBefore().toInstant(),
                    certificate.getNotAfter().toInstant(),
                    names(certificate.getSubjectAlternativeNames()),
                    keyId,
                    issuer == null || issuer.getKeyIdentifierOctets() == null
                            ? keyId
                            : HexFormat.of().formatHex(issuer.getKeyIdentifierOctets()));
        } catch (CertificateParsingException | java.security.cert.CertificateEncodingException e) {
            throw new IllegalArgumentException("not a readable certificate: " + e.getMessage(), e);
        }
    }

    /** The names a leaf will bear, spelled as {@link #facts} spells them. */
    public static TreeSet<String> spelled(List<String> names) {
        var spelled = new TreeSet<String>();
        names.forEach(each -> spelled.add(HostNames.canonical(each)));
        return spelled;
    }

    private static TreeSet<String> names(Collection<List<?>> alternatives) {
        var names = new TreeSet<String>();
        if (alternatives != null) {
            alternatives.forEach(each -> names.add(HostNames.canonical(String.valueOf(each.get(1)))));
        }
        return names;
    }
}
