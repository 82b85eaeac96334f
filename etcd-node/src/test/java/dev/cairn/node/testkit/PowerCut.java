// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.testkit;

/** The simulated machine has no power: nothing works until the disk restarts. */
public final class PowerCut extends RuntimeException {
    private static final long serialVersionUID = 1;

    public PowerCut() {
        super("power cut", null, false, false);
    }
}
