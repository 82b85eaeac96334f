// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.sim.check;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** A removed member never comes back: its id is no member's any more, in nobody's view of any later index. */
public final class MembershipCheck {
    private static final String PROPERTY = "no resurrected member";

    private final Map<Long, Long> removedAt = new HashMap<>();
    private final Map<Long, Long> lastPresentAt = new HashMap<>();

    /** What one member believes after it has applied up to the index. */
    public void seen(String member, long appliedIndex, Collection<Long> members, Collection<Long> removed) {
        for (long id : removed) {
            removedAt.merge(id, appliedIndex, Math::min);
            Violation.require(
                    !members.contains(id), PROPERTY, () -> member + " has " + Long.toHexString(id) + " in and out");
        }
        for (long id : members) {
            lastPresentAt.merge(id, appliedIndex, Math::max);
        }
        lastPresentAt.forEach((id, present) -> Violation.require(
                present < removedAt.getOrDefault(id, Long.MAX_VALUE),
                PROPERTY,
                () -> Long.toHexString(id) + " was removed by index " + removedAt.get(id) + " and is a member at "
                        + present + ", as " + member + " says"));
    }

    /** In the end only members run. */
    public void atTheEnd(Collection<Long> running, Collection<Long> members) {
        for (long id : running) {
            Violation.require(
                    members.contains(id), PROPERTY, () -> Long.toHexString(id) + " runs and is not a member any more");
        }
    }
}
