// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.auth;

import dev.cairn.node.wire.authpb.Permission;
import dev.cairn.node.wire.authpb.Role;
import java.util.ArrayList;
import java.util.List;

/** What all roles of a user together let it read and write. */
record UserPermissions(PermissionRanges read, PermissionRanges write) {
    static UserPermissions of(List<Role> roles) {
        List<PermissionRange> read = new ArrayList<>();
        List<PermissionRange> write = new ArrayList<>();
        for (Role role : roles) {
            for (Permission permission : role.getKeyPermissionList()) {
                PermissionRange interval = PermissionRange.of(permission.getKey(), permission.getRangeEnd());
                switch (permission.getPermType()) {
                    case READ -> read.add(interval);
                    case WRITE -> write.add(interval);
                    case READWRITE -> {
                        read.add(interval);
                        write.add(interval);
                    }
                    case UNRECOGNIZED -> {
                        // Clients can grant any number: as in etcd it permits nothing.
                    }
                }
            }
        }
        return new UserPermissions(PermissionRanges.union(read), PermissionRanges.union(write));
    }
}
