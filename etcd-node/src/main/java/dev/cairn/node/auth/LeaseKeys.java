// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.auth;

import java.util.List;

/** The keys that are attached to a lease; none where there is no such lease. */
@FunctionalInterface
public interface LeaseKeys {
    List<byte[]> of(long leaseId);
}
