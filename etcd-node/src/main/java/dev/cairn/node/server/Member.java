// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server;

/**
 * What a client may ask of this member, by service. Nothing here blocks: answers come through {@link Reply}. Requests
 * are checked for form where etcd checks them (before they are proposed), with etcd's error texts.
 */
public interface Member {
    Kv kv();

    Watches watches();

    Leases leases();

    Membership membership();

    Maintenance maintenance();

    Auth auth();

    Health health();
}
