// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.storage;

/** etcd's ten buckets, in the byte order of their names, which is their order in the image. */
public enum Bucket {
    ALARM("alarm"),
    AUTH("auth"),
    AUTH_ROLES("authRoles"),
    AUTH_USERS("authUsers"),
    CLUSTER("cluster"),
    KEY("key"),
    LEASE("lease"),
    MEMBERS("members"),
    MEMBERS_REMOVED("members_removed"),
    META("meta");

    private final String bucketName;

    Bucket(String bucketName) {
        this.bucketName = bucketName;
    }

    public String bucketName() {
        return bucketName;
    }
}
