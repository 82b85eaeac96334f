// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.auth;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.cairn.node.storage.Bucket;
import dev.cairn.node.storage.Cursor;
import dev.cairn.node.storage.ReadTx;
import dev.cairn.node.storage.WriteTx;
import dev.cairn.node.wire.EtcdError;
import dev.cairn.node.wire.authpb.Permission;
import dev.cairn.node.wire.authpb.Role;
import dev.cairn.node.wire.authpb.User;
import dev.cairn.node.wire.authpb.UserAddOptions;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Changes of users, roles and permissions, over etcd's buckets. Called by the apply thread inside the batch of the entry
 * that asks for the change; {@link #state} may be asked from any thread. A refused change leaves no trace.
 */
public final class AuthStore {
    private static final byte[] ENABLED = ascii("authEnabled");
    private static final byte[] REVISION = ascii("authRevision");
    private static final byte[] ON = {1};
    private static final byte[] OFF = {0};

    private volatile AuthState state = AuthState.founded();
    private boolean revisionStored;

    public AuthState state() {
        return state;
    }

    /** Takes up what the store holds, at start and when a snapshot was installed. */
    public void load(ReadTx tx) {
        byte[] enabled = tx.get(Bucket.AUTH, ENABLED);
        byte[] revision = tx.get(Bucket.AUTH, REVISION);
        revisionStored = revision != null;
        SortedMap<String, User> users = new TreeMap<>(AuthState.BY_BYTES);
        SortedMap<String, Role> roles = new TreeMap<>(AuthState.BY_BYTES);
        try {
            for (byte[] record : records(tx, Bucket.AUTH_USERS)) {
                User user = User.parseFrom(record);
                users.put(user.getName().toStringUtf8(), user);
            }
            for (byte[] record : records(tx, Bucket.AUTH_ROLES)) {
                Role role = Role.parseFrom(record);
                roles.put(role.getName().toStringUtf8(), role);
            }
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException(
                    "buckets authUsers and authRoles: a record is no user or role: " + e.getMessage(), e);
        }
        state = new AuthState(
                enabled != null && enabled.length == 1 && enabled[0] == 1,
                revisionStored ? ByteBuffer.wrap(revision).getLong() : 1,
                users,
                roles);
    }

    private static List<byte[]> records(ReadTx tx, Bucket bucket) {
        List<byte[]> records = new ArrayList<>();
        try (Cursor cursor = tx.scan(bucket, new byte[0], null)) {
            while (cursor.next()) {
                records.add(cursor.value());
            }
        }
        return records;
    }

    /** etcd stores the first revision when it makes the bucket, and a Go follower counts on from what an image holds. */
    public void keepRevision(WriteTx tx) {
        if (!revisionStored) {
            storeRevision(tx, state.revision());
        }
    }

    /** Asks for a root user who has the root role, so that somebody can switch it off again; twice is once. */
    public void enable(WriteTx tx) {
        if (state.enabled()) {
            return;
        }
        if (state.user(AuthInfo.ROOT) == null) {
            throw EtcdError.ROOT_USER_NOT_EXIST.exception();
        }
        if (!state.hasRole(AuthInfo.ROOT, AuthInfo.ROOT)) {
            throw EtcdError.ROOT_ROLE_NOT_EXIST.exception();
        }
        tx.put(Bucket.AUTH, ENABLED, ON);
        state = new AuthState(true, state.revision(), state.users(), state.roles());
    }

    public void disable(WriteTx tx) {
        if (state.enabled()) {
            tx.put(Bucket.AUTH, ENABLED, OFF);
            changed(tx, false, state.users(), state.roles());
        }
    }

    /** {@code hashedPassword}: of bcrypt, in base64; who proposes has made it, so that all members store the same. */
    public void addUser(WriteTx tx, String name, UserAddOptions options, String hashedPassword) {
        if (name.isEmpty()) {
            throw EtcdError.USER_EMPTY.exception();
        }
        if (state.user(name) != null) {
            throw EtcdError.USER_ALREADY_EXIST.exception();
        }
        putUser(
                tx,
                User.newBuilder()
                        .setName(ByteString.copyFromUtf8(name))
                        .setPassword(options.getNoPassword() ? ByteString.EMPTY : decoded(hashedPassword))
                        .setOptions(options)
                        .build());
    }

    public void deleteUser(WriteTx tx, String name) {
        if (state.enabled() && name.equals(AuthInfo.ROOT)) {
            throw EtcdError.INVALID_AUTH_MGMT.exception();
        }
        knownUser(name);
        tx.delete(Bucket.AUTH_USERS, utf8(name));
        SortedMap<String, User> users = new TreeMap<>(state.users());
        users.remove(name);
        changed(tx, state.enabled(), users, state.roles());
    }

    /** A user without a password keeps none. */
    public void changePassword(WriteTx tx, String name, String hashedPassword) {
        User user = knownUser(name);
        boolean none = user.getOptions().getNoPassword();
        putUser(
                tx,
                user.toBuilder()
                        .setPassword(none ? ByteString.EMPTY : decoded(hashedPassword))
                        .build());
    }

    private static ByteString decoded(String hashedPassword) {
        try {
            return ByteString.copyFrom(Base64.getDecoder().decode(hashedPassword));
        } catch (IllegalArgumentException e) {
            throw EtcdError.NO_PASSWORD_USER.exception();
        }
    }

    /** Role root need not exist to be granted. */
    public void grantRole(WriteTx tx, String name, String role) {
        User user = knownUser(name);
        if (!role.equals(AuthInfo.ROOT)) {
            knownRole(role);
        }
        if (user.getRolesList().contains(role)) {
            return;
        }
        List<String> roles = new ArrayList<>(user.getRolesList());
        roles.add(role);
        roles.sort(AuthState.BY_BYTES);
        putUser(tx, withRoles(user, roles));
    }

    public void revokeRole(WriteTx tx, String name, String role) {
        if (state.enabled() && name.equals(AuthInfo.ROOT) && role.equals(AuthInfo.ROOT)) {
            throw EtcdError.INVALID_AUTH_MGMT.exception();
        }
        User user = knownUser(name);
        if (!user.getRolesList().contains(role)) {
            throw EtcdError.ROLE_NOT_GRANTED.exception();
        }
        putUser(tx, without(user, role));
    }

    public void addRole(WriteTx tx, String name) {
        if (name.isEmpty()) {
            throw EtcdError.ROLE_EMPTY.exception();
        }
        if (state.role(name) != null) {
            throw EtcdError.ROLE_ALREADY_EXIST.exception();
        }
        putRole(tx, Role.newBuilder().setName(ByteString.copyFromUtf8(name)).build());
    }

    /** Who had it has it no more. */
    public void deleteRole(WriteTx tx, String name) {
        if (state.enabled() && name.equals(AuthInfo.ROOT)) {
            throw EtcdError.INVALID_AUTH_MGMT.exception();
        }
        knownRole(name);
        tx.delete(Bucket.AUTH_ROLES, utf8(name));
        SortedMap<String, Role> roles = new TreeMap<>(state.roles());
        roles.remove(name);
        SortedMap<String, User> users = new TreeMap<>(state.users());
        state.users().forEach((user, stored) -> {
            if (stored.getRolesList().contains(name)) {
                User without = without(stored, name);
                tx.put(Bucket.AUTH_USERS, utf8(user), without.toByteArray());
                users.put(user, without);
            }
        });
        changed(tx, state.enabled(), users, roles);
    }

    /** Of a range that the role has already the kind is replaced. */
    public void grantPermission(WriteTx tx, String name, Permission permission) {
        if (!PermissionRange.isValid(permission.getKey(), permission.getRangeEnd())) {
            throw EtcdError.INVALID_AUTH_MGMT.exception();
        }
        Role role = knownRole(name);
        List<Permission> permissions = new ArrayList<>(role.getKeyPermissionList());
        int at = firstFrom(permissions, permission.getKey());
        if (at < permissions.size() && sameRange(permissions.get(at), permission.getKey(), permission.getRangeEnd())) {
            permissions.set(at, permission);
        } else {
            permissions.add(permission);
            permissions.sort((one, other) ->
                    ByteString.unsignedLexicographicalComparator().compare(one.getKey(), other.getKey()));
        }
        putRole(tx, withPermissions(role, permissions));
    }

    public void revokePermission(WriteTx tx, String name, ByteString key, ByteString rangeEnd) {
        Role role = knownRole(name);
        List<Permission> left = role.getKeyPermissionList().stream()
                .filter(permission -> !sameRange(permission, key, rangeEnd))
                .toList();
        if (left.size() == role.getKeyPermissionCount()) {
            throw EtcdError.PERMISSION_NOT_GRANTED.exception();
        }
        putRole(tx, withPermissions(role, left));
    }

    private static int firstFrom(List<Permission> permissions, ByteString key) {
        int at = 0;
        while (at < permissions.size()
                && ByteString.unsignedLexicographicalComparator()
                                .compare(permissions.get(at).getKey(), key)
                        < 0) {
            at++;
        }
        return at;
    }

    private static boolean sameRange(Permission permission, ByteString key, ByteString rangeEnd) {
        return permission.getKey().equals(key) && permission.getRangeEnd().equals(rangeEnd);
    }

    private User knownUser(String name) {
        User user = state.user(name);
        if (user == null) {
            throw EtcdError.USER_NOT_FOUND.exception();
        }
        return user;
    }

    private Role knownRole(String name) {
        Role role = state.role(name);
        if (role == null) {
            throw EtcdError.ROLE_NOT_FOUND.exception();
        }
        return role;
    }

    private static User without(User user, String role) {
        return withRoles(
                user,
                user.getRolesList().stream().filter(each -> !each.equals(role)).toList());
    }

    private static User withRoles(User user, Collection<String> roles) {
        return user.toBuilder().clearRoles().addAllRoles(roles).build();
    }

    private static Role withPermissions(Role role, List<Permission> permissions) {
        return role.toBuilder()
                .clearKeyPermission()
                .addAllKeyPermission(permissions)
                .build();
    }

    private void putUser(WriteTx tx, User user) {
        tx.put(Bucket.AUTH_USERS, user.getName().toByteArray(), user.toByteArray());
        SortedMap<String, User> users = new TreeMap<>(state.users());
        users.put(user.getName().toStringUtf8(), user);
        changed(tx, state.enabled(), users, state.roles());
    }

    private void putRole(WriteTx tx, Role role) {
        tx.put(Bucket.AUTH_ROLES, role.getName().toByteArray(), role.toByteArray());
        SortedMap<String, Role> roles = new TreeMap<>(state.roles());
        roles.put(role.getName().toStringUtf8(), role);
        changed(tx, state.enabled(), state.users(), roles);
    }

    private void changed(WriteTx tx, boolean enabled, SortedMap<String, User> users, SortedMap<String, Role> roles) {
        long next = state.revision() + 1;
        storeRevision(tx, next);
        state = new AuthState(enabled, next, users, roles);
    }

    private void storeRevision(WriteTx tx, long revision) {
        tx.put(
                Bucket.AUTH,
                REVISION,
                ByteBuffer.allocate(Long.BYTES).putLong(revision).array());
        revisionStored = true;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
