// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.etcd;

/**
 * An alarm that etcd has raised.
 *
 * @param memberId the member it is about
 * @param type as etcd spells it: {@code NOSPACE} or {@code CORRUPT}
 */
public record RaisedAlarm(long memberId, String type) {
    public static final String NOSPACE = "NOSPACE";
    public static final String CORRUPT = "CORRUPT";
}
