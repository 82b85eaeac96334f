// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.auth;

import com.google.protobuf.ByteString;
import dev.cairn.node.wire.EtcdError;
import dev.cairn.node.wire.authpb.Role;
import dev.cairn.node.wire.authpb.User;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Users and roles as of one auth revision, and etcd's rules about them: each {@code require} method throws etcd's refusal.
 * Immutable; the merged permissions of a user are made when first asked for and go with the revision.
 */
public final class AuthState {
    /** The order of etcd's buckets and lists: that of the bytes, which is not that of Java's strings. */
    static final Comparator<String> BY_BYTES =
            Comparator.comparing(ByteString::copyFromUtf8, ByteString.unsignedLexicographicalComparator());

    private final boolean enabled;
    private final long revision;
    private final SortedMap<String, User> users;
    private final SortedMap<String, Role> roles;
    private final Map<String, UserPermissions> permissions = new ConcurrentHashMap<>();

    AuthState(boolean enabled, long revision, SortedMap<String, User> users, SortedMap<String, Role> roles) {
        this.enabled = enabled;
        this.revision = revision;
        this.users = Collections.unmodifiableSortedMap(users);
        this.roles = Collections.unmodifiableSortedMap(roles);
    }

    /** Of a new store: revision 1, nobody, switched off. */
    static AuthState founded() {
        return new AuthState(false, 1, new TreeMap<>(BY_BYTES), new TreeMap<>(BY_BYTES));
    }

    public boolean enabled() {
        return enabled;
    }

    /** Grows with every change of users, roles and permissions, and when authentication is switched off. */
    public long revision() {
        return revision;
    }

    /** Null where there is none. */
    public User user(String name) {
        return users.get(name);
    }

    /** Null where there is none. */
    public Role role(String name) {
        return roles.get(name);
    }

    SortedMap<String, User> users() {
        return users;
    }

    SortedMap<String, Role> roles() {
        return roles;
    }

    public List<String> userNames() {
        return List.copyOf(users.keySet());
    }

    public List<String> roleNames() {
        return List.copyOf(roles.keySet());
    }

    /** Whether the user has the role; who root is stands here alone. */
    public boolean hasRole(String user, String role) {
        User known = users.get(user);
        return known != null && known.getRolesList().contains(role);
    }

    /** Only who has role root may (etcd's IsAdminPermitted); at whatever revision that was found out. */
    public void requireRoot(AuthInfo who) {
        if (!enabled) {
            return;
        }
        if (who.user().isEmpty()) {
            throw EtcdError.USER_EMPTY.exception();
        }
        if (!users.containsKey(who.user())) {
            throw EtcdError.USER_NOT_FOUND.exception();
        }
        if (!isRoot(who)) {
            throw EtcdError.PERMISSION_DENIED.exception();
        }
    }

    public boolean isRoot(AuthInfo who) {
        return !enabled || hasRole(who.user(), AuthInfo.ROOT);
    }

    /** Whoever showed who he is may (etcd's requireAuthInfo). */
    public void requireSomebody(AuthInfo who) {
        if (enabled && who.isNobody()) {
            throw EtcdError.USER_EMPTY.exception();
        }
    }

    public void requireRead(AuthInfo who, ByteString key, ByteString rangeEnd) {
        if (mustHave(who) && !permissions(who).read().contains(PermissionRange.of(key, rangeEnd))) {
            throw EtcdError.PERMISSION_DENIED.exception();
        }
    }

    public void requireWrite(AuthInfo who, ByteString key, ByteString rangeEnd) {
        if (mustHave(who) && !permissions(who).write().contains(PermissionRange.of(key, rangeEnd))) {
            throw EtcdError.PERMISSION_DENIED.exception();
        }
    }

    /** Whether the user's roles decide; throws where they need not be asked any more. */
    private boolean mustHave(AuthInfo who) {
        if (!enabled) {
            return false;
        }
        requireSomebody(who);
        if (who.revision() < revision) {
            throw EtcdError.AUTH_OLD_REVISION.exception();
        }
        if (!users.containsKey(who.user())) {
            throw EtcdError.PERMISSION_DENIED.exception();
        }
        return !isRoot(who);
    }

    private UserPermissions permissions(AuthInfo who) {
        return permissions.computeIfAbsent(
                who.user(),
                name -> UserPermissions.of(users.get(name).getRolesList().stream()
                        .map(roles::get)
                        .filter(Objects::nonNull)
                        .toList()));
    }
}
