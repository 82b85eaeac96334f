// SPDX-License-Identifier: Apache-2.0
package dev.cairn.crds.cluster.status;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.cairn.crds.ApiType;
import java.util.List;

/** The certificates of a cluster. Read back is which CAs are trusted. */
@ApiType
public record CertificatesStatus(
        @JsonPropertyDescription(
                "Key identifiers, in hexadecimal, of the CAs that members and clients are told to trust; more"
                        + " than one while a CA is rotated.")
        List<String> trusted,

        @JsonPropertyDescription("While a CA is rotated: what comes next, or what is waited for.")
        String rotation,

        @JsonPropertyDescription("When the CA in use ends.") String authorityEnds,

        @JsonPropertyDescription("The Secret with the certificate that ends first.")
        String firstToEnd,

        @JsonPropertyDescription("When that one ends.") String ends,

        @JsonPropertyDescription("Whole days until then; below zero once it has ended.")
        Integer daysLeft) {

    /** Nothing but which CAs are trusted. */
    public static CertificatesStatus trusting(List<String> keyIds) {
        return new CertificatesStatus(keyIds, null, null, null, null, null);
    }

    /** The same with other CAs trusted. */
    public CertificatesStatus withTrusted(List<String> keyIds) {
        return new CertificatesStatus(keyIds, rotation, authorityEnds, firstToEnd, ends, daysLeft);
    }
}
