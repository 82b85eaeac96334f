// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.etcd;

/** Digest of a member's keys between two revisions. */
public record HashKv(long hash, long compactRevision, long hashRevision) {}
