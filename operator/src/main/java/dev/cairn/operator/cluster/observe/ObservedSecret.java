// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.observe;

import dev.cairn.operator.tls.CertificateFacts;
import java.util.Optional;

/**
 * A Secret with a certificate.
 *
 * @param member whose it is; empty for one of the cluster as a whole
 * @param certificate empty where the Secret holds none that can be read
 */
public record ObservedSecret(String name, Optional<String> member, Optional<CertificateFacts> certificate) {}
