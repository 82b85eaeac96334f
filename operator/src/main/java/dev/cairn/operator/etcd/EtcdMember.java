// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.etcd;

import java.util.List;

/**
 * A line of etcd's member list.
 *
 * @param name empty until the member has started for the first time
 */
public record EtcdMember(long id, String name, List<String> peerUrls, boolean learner) {
    public EtcdMember {
        peerUrls = List.copyOf(peerUrls);
    }

    public boolean started() {
        return !name.isEmpty();
    }
}
