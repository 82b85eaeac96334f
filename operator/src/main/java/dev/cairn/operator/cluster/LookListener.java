// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster;

import dev.cairn.operator.tls.CertificateFacts;
import java.util.SortedMap;

/** Hears at each look which certificates a cluster uses, by their Secrets, and when there is no such cluster any more. */
public interface LookListener {
    void certificates(String namespace, String cluster, SortedMap<String, CertificateFacts> inUse);

    void gone(String namespace, String cluster);
}
