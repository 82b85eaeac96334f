// SPDX-License-Identifier: Apache-2.0
/**
 * Certificates: a CA per cluster, leaves, and what a certificate says. Owns everything X.509; keys exist only as PEM
 * texts at its edges. Imports nothing of ours. Start with {@link dev.cairn.operator.tls.CertificateAuthority}.
 */
package dev.cairn.operator.tls;
