// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.observe;

import dev.cairn.operator.etcd.EndpointStatus;
import java.util.Optional;

/**
 * A member as etcd lists it, named after its address.
 *
 * @param started whether it has ever run
 * @param answer what it says about itself; empty if it does not answer
 */
public record ObservedMember(
        String name, long id, String peerUrl, boolean learner, boolean started, Optional<EndpointStatus> answer) {

    public boolean voter() {
        return !learner;
    }

    public boolean answers() {
        return answer.isPresent();
    }

    public boolean leads() {
        return answer.map(EndpointStatus::leads).orElse(false);
    }
}
