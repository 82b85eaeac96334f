// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.etcd;

/** Identifiers as etcd prints them: unsigned, hexadecimal, without leading zeroes. */
public final class MemberIds {
    private MemberIds() {}

    public static String hex(long id) {
        return Long.toHexString(id);
    }
}
