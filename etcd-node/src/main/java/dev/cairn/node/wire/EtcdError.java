// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.wire;

/**
 * The errors a client can be answered, with etcd's exact text and the gRPC code that etcd 3.7 puts on the wire. Clients
 * match on the text. A few go out as Unknown because etcd sends them through an error type that is no gRPC status.
 */
public enum EtcdError {
    EMPTY_KEY(3, "etcdserver: key is not provided"),
    KEY_NOT_FOUND(3, "etcdserver: key not found"),
    VALUE_PROVIDED(3, "etcdserver: value is provided"),
    LEASE_PROVIDED(3, "etcdserver: lease is provided"),
    TOO_MANY_OPS(3, "etcdserver: too many operations in txn request"),
    DUPLICATE_KEY(3, "etcdserver: duplicate key given in txn request"),
    INVALID_CLIENT_API_VERSION(3, "etcdserver: invalid client api version"),
    INVALID_SORT_OPTION(3, "etcdserver: invalid sort option"),
    BAD_MEMBER_URLS(3, "etcdserver: given member URLs are invalid"),
    REQUEST_TOO_LARGE(3, "etcdserver: request is too large"),
    USER_EMPTY(3, "etcdserver: user name is empty"),
    ROLE_EMPTY(3, "etcdserver: role name is empty"),
    AUTH_FAILED(3, "etcdserver: authentication failed, invalid user ID or password"),
    PERMISSION_NOT_GIVEN(3, "etcdserver: permission not given"),
    INVALID_AUTH_MGMT(3, "etcdserver: invalid auth management"),
    AUTH_OLD_REVISION(3, "etcdserver: revision of auth store is old"),
    WRONG_DOWNGRADE_VERSION_FORMAT(3, "etcdserver: wrong downgrade target version format"),
    INVALID_DOWNGRADE_TARGET_VERSION(3, "etcdserver: invalid downgrade target version"),
    COMPACTED(11, "etcdserver: mvcc: required revision has been compacted"),
    FUTURE_REV(11, "etcdserver: mvcc: required revision is a future revision"),
    LEASE_TTL_TOO_LARGE(11, "etcdserver: too large lease TTL"),
    NO_SPACE(8, "etcdserver: mvcc: database space exceeded"),
    TOO_MANY_REQUESTS(2, "etcdserver: too many requests"),
    /** Ours: etcd answers until its memory is gone. */
    RESPONSE_TOO_LARGE(
            8,
            "etcdserver: response is too large for the memory that is left for it; ask for fewer keys, or read earlier responses first"),
    LEASE_NOT_FOUND(5, "etcdserver: requested lease not found"),
    MEMBER_NOT_FOUND(5, "etcdserver: member not found"),
    LEASE_EXIST(9, "etcdserver: lease already exists"),
    MEMBER_EXIST(9, "etcdserver: member ID already exist"),
    PEER_URL_EXIST(9, "etcdserver: Peer URLs already exists"),
    MEMBER_NOT_ENOUGH_STARTED(2, "etcdserver: re-configuration failed due to not enough started members"),
    MEMBER_NOT_LEARNER(9, "etcdserver: can only promote a learner member"),
    LEARNER_NOT_READY(9, "etcdserver: can only promote a learner member which is in sync with leader"),
    TOO_MANY_LEARNERS(9, "etcdserver: too many learner members in cluster"),
    CLUSTER_ID_MISMATCH(9, "etcdserver: cluster ID mismatch"),
    ROOT_USER_NOT_EXIST(9, "etcdserver: root user does not exist"),
    ROOT_ROLE_NOT_EXIST(9, "etcdserver: root user does not have root role"),
    USER_ALREADY_EXIST(9, "etcdserver: user name already exists"),
    USER_NOT_FOUND(9, "etcdserver: user name not found"),
    ROLE_ALREADY_EXIST(9, "etcdserver: role name already exists"),
    ROLE_NOT_FOUND(9, "etcdserver: role name not found"),
    ROLE_NOT_GRANTED(9, "etcdserver: role is not granted to the user"),
    PERMISSION_NOT_GRANTED(9, "etcdserver: permission is not granted to the role"),
    AUTH_NOT_ENABLED(9, "etcdserver: authentication is not enabled"),
    NOT_LEADER(9, "etcdserver: not leader"),
    BAD_LEADER_TRANSFEREE(9, "etcdserver: bad leader transferee"),
    DOWNGRADE_IN_PROCESS(9, "etcdserver: cluster has a downgrade job in progress"),
    NO_INFLIGHT_DOWNGRADE(9, "etcdserver: no inflight downgrade job"),
    NOT_CAPABLE(9, "etcdserver: not capable"),
    NOT_SUPPORTED_FOR_LEARNER(9, "etcdserver: rpc not supported for learner"),
    CLUSTER_VERSION_UNAVAILABLE(9, "etcdserver: cluster version not found during downgrade"),
    PERMISSION_DENIED(7, "etcdserver: permission denied"),
    INVALID_AUTH_TOKEN(16, "etcdserver: invalid auth token"),
    WATCH_CANCELED(1, "etcdserver: watch canceled"),
    REQUEST_CANCELED(1, "etcdserver: request canceled"),
    CORRUPT(15, "etcdserver: corrupt cluster"),
    NO_LEADER(14, "etcdserver: no leader"),
    LEADER_CHANGED(14, "etcdserver: leader changed"),
    STOPPED(14, "etcdserver: server stopped"),
    TIMEOUT(14, "etcdserver: request timed out"),
    TIMEOUT_DUE_TO_LEADER_FAIL(14, "etcdserver: request timed out, possibly due to previous leader failure"),
    TIMEOUT_DUE_TO_CONNECTION_LOST(14, "etcdserver: request timed out, possibly due to connection lost"),
    TIMEOUT_WAIT_APPLIED_INDEX(14, "etcdserver: request timed out, waiting for the applied index took too long"),
    UNHEALTHY(14, "etcdserver: unhealthy cluster"),
    UNKNOWN_METHOD(2, "etcdserver: unknown method"),
    TIMEOUT_LEADER_TRANSFER(2, "etcdserver: request timed out, leader transfer took too long"),
    NOT_PRIMARY_LESSOR(2, "not a primary lessor"),
    STREAM_SORT_ORDER(12, "RangeStream does not support custom sort orders"),
    STREAM_REVISION_FILTER(12, "RangeStream does not support revision filters"),
    NO_PASSWORD_USER(2, "auth: authentication failed, password was given for no password user"),
    VERIFY_ONLY(2, "auth: token signing attempted with verify-only key"),
    PASSWORD_TOO_LONG(2, "bcrypt: password length exceeds 72 bytes"),
    /** Ours: etcd lets them all hash at once. */
    TOO_MANY_LOGINS(8, "etcdserver: too many logins and passwords are waiting to be checked; try again"),
    SESSION_EXPIRED(2, "mutex: session is expired"),
    ELECTION_NOT_LEADER(2, "election: not leader"),
    ELECTION_NO_LEADER(2, "election: no leader"),
    MISSING_LEADER_KEY(2, "\"leader\" field must be provided"),
    DEADLINE_EXCEEDED(4, "context deadline exceeded");

    private final int code;
    private final String text;

    EtcdError(int code, String text) {
        this.code = code;
        this.text = text;
    }

    /** The gRPC status code number. */
    public int code() {
        return code;
    }

    public String text() {
        return text;
    }

    /** The error with this text, or null. */
    public static EtcdError ofText(String text) {
        for (EtcdError error : values()) {
            if (error.text.equals(text)) {
                return error;
            }
        }
        return null;
    }

    public EtcdException exception() {
        return new EtcdException(this);
    }
}
