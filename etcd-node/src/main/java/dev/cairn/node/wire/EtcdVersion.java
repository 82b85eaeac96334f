// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.wire;

/** The etcd release whose behaviour this is, and which tools and servers of ours report. */
public final class EtcdVersion {
    public static final String CURRENT = "3.7.1";
    public static final String API = "3.7";

    private EtcdVersion() {}
}
