// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.crash;

/** Asked at every {@link CrashPoint}; in production it does nothing. */
@FunctionalInterface
public interface CrashSwitch {
    CrashSwitch NONE = point -> {};

    /** Does not return if the process is to halt here. */
    void at(CrashPoint point);
}
