// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.kube;

import dev.cairn.crds.Unreadable;
import java.util.List;
import java.util.stream.Collectors;

/** A stored resource of which so much cannot be read that nothing may be done about it until a person puts it right. */
public final class ResourceUnreadable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private ResourceUnreadable(String message) {
        super(message);
    }

    /**
     * Throws if anything is unreadable.
     *
     * @param where put before the fields' names, such as {@code EtcdBackup nightly: }
     */
    public static void check(String where, List<Unreadable> unreadable) {
        if (!unreadable.isEmpty()) {
            throw new ResourceUnreadable(where
                    + unreadable.stream().map(Unreadable::message).collect(Collectors.joining("; "))
                    + ": nothing is done about it until it is put right");
        }
    }
}
