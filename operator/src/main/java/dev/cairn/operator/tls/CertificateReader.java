// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.tls;

import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;

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
            String keyId = HexFormat.of()
                    .formatHex(own == null ? computed(certificate).getKeyIdentifier() : own.getKeyIdentifier());
            return new CertificateFacts(
                    certificate.getNotBefore().toInstant(),
                    certificate.getNotAfter().toInstant(),
                    names(certificate.getSubjectAlternativeNames()),
                    keyId,
                    issuer == null || issuer.getKeyIdentifierOctets() == null
                            ? keyId
                            : HexFormat.of().formatHex(issuer.getKeyIdentifierOctets()));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("not a readable certificate: " + e.getMessage(), e);
        }
    }

    /** Key identifiers, in hexadecimal, of all CAs in a bundle. Throws IllegalArgumentException if it holds none. */
    public static SortedSet<String> keyIds(String bundlePem) {
        var ids = new TreeSet<String>();
        Pem.readCertificates(bundlePem)
                .forEach(each -> ids.add(facts(Pem.certificate(each)).keyId()));
        return ids;
    }

    /** The certificate of this key identifier out of a bundle. Throws IllegalArgumentException if there is none at all. */
    public static Optional<String> of(String keyId, String bundlePem) {
        return Pem.readCertificates(bundlePem).stream()
                .map(Pem::certificate)
                .filter(each -> facts(each).keyId().equals(keyId))
                .findFirst();
    }

    /** Whether the private key is the certificate's; not so if either cannot be read. */
    public static boolean fit(String certificatePem, String privateKeyPem) {
        try {
            var publicKey = Pem.readCertificate(certificatePem).getPublicKey();
            var privateKey = Pem.readPrivateKey(privateKeyPem);
            String algorithm = switch (publicKey.getAlgorithm()) {
                case "EC" -> "SHA256withECDSA";
                case "RSA" -> "SHA256withRSA";
                default -> publicKey.getAlgorithm();
            };
            byte[] probe = {1};
            var signer = Signature.getInstance(algorithm);
            signer.initSign(privateKey);
            signer.update(probe);
            var verifier = Signature.getInstance(algorithm);
            verifier.initVerify(publicKey);
            verifier.update(probe);
            return verifier.verify(signer.sign());
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }

    /** As issuers compute it that find none in a CA's certificate. */
    private static SubjectKeyIdentifier computed(X509Certificate certificate) throws GeneralSecurityException {
        return new JcaX509ExtensionUtils().createSubjectKeyIdentifier(certificate.getPublicKey());
    }

    /** Whether a name is an address. */
    public static boolean isAddress(String name) {
        return HostNames.isAddress(name);
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
