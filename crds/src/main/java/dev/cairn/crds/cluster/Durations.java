// SPDX-License-Identifier: Apache-2.0
package dev.cairn.crds.cluster;

/** Durations as the resources spell them: {@code 1h30m}. */
final class Durations {
    /** Holds for a text that is one. */
    static final String RULE = "self.matches('^([0-9]{1,5}h)?([0-9]{1,6}m)?([0-9]{1,7}s)?$') && self != ''";

    private Durations() {}
}
