# SPDX-License-Identifier: Apache-2.0
"""Users, roles and permissions: made, refused, switched on, asked for by every call, switched off."""
import os

import probes
from cases.kv import b64

TOKEN = ("token",)
MARY = "--user mary:mary"
ROOT = "--user root:root"


def run(c):
    switched_off(c)
    users(c)
    roles(c)
    switch_on(c)
    logins(c)
    calls(c)
    by_etcdctl(c)
    changes(c)
    switch_off(c)


def refused(c, route, *bodies, title=""):
    for body in bodies:
        shown = {k: v if len(str(v)) < 60 else "long" for k, v in body.items()}
        c.post(f"/v3/auth/{route}", body, mask=TOKEN, title=f"{route} {shown}{title}")


def switched_off(c):
    c.post("/v3/auth/status", {}, title="status of a new cluster")
    refused(c, "authenticate", {"name": "root", "password": "root"})
    refused(c, "enable", {})
    refused(c, "disable", {})
    c.ctl("auth status", title="auth status while off")


def users(c):
    refused(c, "user/add", {}, {"name": "", "password": "x"}, {"name": "root", "password": "root"},
            {"name": "root", "password": "other"}, {"name": "nopass", "options": {"no_password": True}},
            {"name": "long", "password": "x" * 73}, {"name": "longest", "password": "x" * 72}, {"name": "empty"})
    refused(c, "user/get", {}, {"name": "root"}, {"name": "stranger"})
    refused(c, "user/delete", {}, {"name": "stranger"}, {"name": "empty"})
    refused(c, "user/changepw", {"name": "stranger", "password": "x"}, {"name": "longest", "password": "x" * 73},
            {"name": "nopass", "password": "x"}, {"name": "longest", "password": ""})
    refused(c, "user/grant", {"user": "stranger", "role": "r"}, {"user": "root", "role": "r"})
    refused(c, "user/revoke", {"name": "stranger", "role": "r"}, {"name": "root", "role": "r"})
    c.ctl("user add mary:mary")
    c.ctl("user add mary:mary", title="user add mary:mary (again)")
    c.ctl("user list")
    c.post("/v3/auth/user/list", {})
    c.ctl("user delete stranger")


def permission(key=None, end=None, kind="READ"):
    return {"permType": kind, **({"key": b64(key)} if key is not None else {}), **({"range_end": b64(end)} if end is not None else {})}


def roles(c):
    refused(c, "role/add", {}, {"name": "r"}, {"name": "r"})
    refused(c, "role/get", {}, {"role": "r"}, {"role": "x"}, {"role": "root"})
    refused(c, "role/delete", {}, {"role": "x"})
    refused(c, "role/grant", {}, {"name": "r"}, {"name": "r", "perm": {}}, {"name": "x", "perm": permission("a")},
            {"name": "r", "perm": permission("", "b")}, {"name": "r", "perm": permission("b", "a")},
            {"name": "r", "perm": permission("b", "b")}, {"name": "r", "perm": permission("k")},
            {"name": "r", "perm": permission("a", "b")}, {"name": "r", "perm": permission("a", "c")},
            {"name": "r", "perm": permission("a", "c", "WRITE")}, {"name": "r", "perm": permission("y", "\0")})
    refused(c, "role/get", {"role": "r"}, title=" after grants")
    refused(c, "role/revoke", {"role": "x"}, {"role": "r", "key": b64("a")}, {"role": "r", "key": b64("a"), "range_end": b64("b")})
    refused(c, "role/get", {"role": "r"}, title=" after a revoke")
    c.ctl("role delete r")
    c.ctl("role add r")
    c.ctl("role grant-permission r readwrite m --prefix")
    c.ctl("role grant-permission r read q")
    c.ctl("role grant-permission r read w x")
    c.ctl("role get r")
    c.ctl("role list")
    c.post("/v3/auth/role/list", {})
    c.ctl("user grant-role mary r")
    c.ctl("user grant-role mary r", title="user grant-role mary r (again)")
    c.ctl("user grant-role mary x")
    c.ctl("user get mary --detail")
    c.post("/v3/auth/user/get", {"name": "mary"})


def switch_on(c):
    refused(c, "enable", {}, title=" without the role")
    c.ctl("user grant-role root root")
    for key in ("m/1", "q", "x/1"):
        c.ctl(f"put {key} 1")
    c.post("/v3/lease/grant", {"TTL": 6000, "ID": 901})
    c.post("/v3/lease/grant", {"TTL": 6000, "ID": 902})
    c.post("/v3/kv/put", {"key": b64("x/leased"), "lease": 901})
    c.post("/v3/kv/put", {"key": b64("m/leased"), "lease": 902})
    refused(c, "enable", {}, title=" at last")
    refused(c, "enable", {}, title=" again, by nobody")
    c.post("/v3/auth/status", {}, title="status while on")


def logins(c):
    refused(c, "authenticate", {}, {"name": "root", "password": "wrong"}, {"name": "stranger", "password": "x"},
            {"name": "nopass", "password": "x"}, {"name": "nopass"}, {"name": "root", "password": "root"})
    for user in ("root", "mary"):
        c.setup(lambda s: log_in(s, user))


def log_in(server, user):
    answer = probes.request(server, "POST", "/v3/auth/authenticate", {"name": user, "password": user})
    server.tokens = {**getattr(server, "tokens", {}), user: answer["body"]["token"]}


def headers(server, user):
    if user == "nobody":
        return {}
    return {"Authorization": server.tokens.get(user, user)}


CALLS = [
    ("/v3/kv/range", {"key": b64("m/1")}), ("/v3/kv/range", {"key": b64("m/1"), "serializable": True}),
    ("/v3/kv/range", {"key": b64("x/1")}), ("/v3/kv/range", {"key": b64("m/1"), "range_end": b64("\0")}),
    ("/v3/kv/range", {"key": b64("m"), "range_end": b64("n"), "count_only": True}),
    ("/v3/kv/range", {"key": b64("q"), "range_end": b64("q")}), ("/v3/kv/range", {}),
    ("/v3/kv/put", {"key": b64("q")}), ("/v3/kv/put", {"key": b64("m/2"), "value": b64("x")}),
    ("/v3/kv/put", {"key": b64("m/2"), "prev_kv": True}), ("/v3/kv/put", {"key": b64("m/2"), "lease": 901}),
    ("/v3/kv/put", {"key": b64("m/2"), "lease": 902}), ("/v3/kv/put", {"key": b64("m/2"), "lease": 77777}),
    ("/v3/kv/deleterange", {"key": b64("m/2")}), ("/v3/kv/deleterange", {"key": b64("m/2"), "range_end": b64("\0")}),
    ("/v3/kv/txn", {"compare": [{"key": b64("x/1"), "target": "VERSION"}]}),
    ("/v3/kv/txn", {"success": [{"request_range": {"key": b64("m/1")}}]}),
    ("/v3/kv/txn", {"failure": [{"request_range": {"key": b64("x/1")}}]}),
    ("/v3/kv/txn", {"failure": [{"request_put": {"key": b64("x/1")}}]}),
    ("/v3/kv/txn", {"success": [{"request_txn": {"failure": [{"request_delete_range": {"key": b64("x/1")}}]}}]}),
    ("/v3/kv/txn", {"success": [{"request_txn": {"success": [{"request_put": {"key": b64("m/3"), "lease": 901}}]}}]}),
    ("/v3/kv/compaction", {"revision": 1}),
    ("/v3/lease/grant", {"TTL": 6000, "ID": 903}), ("/v3/lease/timetolive", {"ID": 901}),
    ("/v3/lease/timetolive", {"ID": 901, "keys": True}), ("/v3/lease/timetolive", {"ID": 902, "keys": True}),
    ("/v3/lease/timetolive", {"ID": 77777, "keys": True}), ("/v3/lease/leases", {}),
    ("/v3/lease/revoke", {"ID": 901}), ("/v3/lease/revoke", {"ID": 903}), ("/v3/lease/revoke", {"ID": 77777}),
    ("/v3/cluster/member/list", {}), ("/v3/cluster/member/list", {"linearizable": True}),
    ("/v3/cluster/member/add", {"peerURLs": ["http://127.0.0.1:1"]}), ("/v3/cluster/member/remove", {"ID": 5}),
    ("/v3/cluster/member/update", {"ID": 5, "peerURLs": ["http://127.0.0.1:1"]}), ("/v3/cluster/member/promote", {"ID": 5}),
    ("/v3/maintenance/status", {}), ("/v3/maintenance/alarm", {}),
    ("/v3/maintenance/alarm", {"action": "DEACTIVATE", "memberID": 5, "alarm": "NOSPACE"}),
    ("/v3/maintenance/defragment", {}), ("/v3/maintenance/hash", {}), ("/v3/maintenance/hashkv", {}),
    ("/v3/maintenance/transfer-leadership", {"targetID": 5}),
    ("/v3/auth/user/list", {}), ("/v3/auth/role/list", {}), ("/v3/auth/user/get", {"name": "mary"}),
    ("/v3/auth/user/get", {"name": "root"}), ("/v3/auth/user/get", {}), ("/v3/auth/role/get", {"role": "r"}),
    ("/v3/auth/role/get", {"role": "x"}), ("/v3/auth/user/add", {"name": ""}), ("/v3/auth/user/delete", {"name": "root"}),
    ("/v3/auth/user/delete", {"name": "x"}), ("/v3/auth/user/changepw", {"name": "x", "password": "y"}),
    ("/v3/auth/user/grant", {"user": "x", "role": "r"}), ("/v3/auth/user/revoke", {"name": "root", "role": "root"}),
    ("/v3/auth/role/add", {}), ("/v3/auth/role/delete", {"role": "root"}), ("/v3/auth/role/grant", {}),
    ("/v3/auth/role/revoke", {"role": "x"}), ("/v3/auth/enable", {}), ("/v3/auth/status", {}),
]
LOOKS = ("hash", "TTL", "ttl")


def calls(c):
    for user in ("nobody", "garbage", "abcdefghijklmnop.1", "mary", "root"):
        for path, body in CALLS:
            if user == "root" and path.endswith("member/add"):
                continue  # the only member would wait for one that is not there
            c.both(f"{user}: {path} {body}",
                   lambda s: probes.request(s, "POST", path, body, headers(s, user)), mask=LOOKS)
        for watch in ({"key": b64("m/1")}, {"key": b64("m/1"), "range_end": b64("\0")}, {}, {"key": b64("x"), "start_revision": -1}):
            c.both(f"{user}: watch {watch}", lambda s: probes.stream(
                s, "/v3/watch", [{"create_request": watch}], 1, headers=headers(s, user)))
        for lease in (901, 902, 77777):
            c.both(f"{user}: keepalive {lease}", lambda s: probes.stream(
                s, "/v3/lease/keepalive", [{"ID": lease}], 1, headers=headers(s, user)))
        c.both(f"{user}: with Bearer", lambda s: probes.request(
            s, "POST", "/v3/kv/range", {"key": b64("m/1")}, {"Authorization": "Bearer " + headers(s, user).get("Authorization", "")}))
        c.both(f"{user}: by gRPC", lambda s: probes.grpc(
            s, "/etcdserverpb.KV/Range", probes.framed(b"\x0a\x03m/1"), ["token: " + headers(s, user).get("Authorization", "")]))


def by_etcdctl(c):
    for user in (MARY, ROOT, "--user mary:wrong", ""):
        for command in ("get m/1", "get m --prefix -w json", "get x/1", "put m/1 2", "put x/1 2", "del m/9", "del x/9",
                        "member list", "alarm list", "endpoint health", "endpoint hashkv", "role get r", "user get mary",
                        "user list", "lease timetolive 385 --keys", "auth status", "compaction 1", "defrag"):
            c.ctl(f"{user} {command}", mask=("hash",))
        c.both(f"{user} snapshot save", lambda s: snapshot(s, user))
        c.ctl(f"{user} txn", 'value("x/1") = "1"\n\nget m/1\n\nget m/1\n\n', title=f"{user} txn")


def snapshot(server, user):
    path = os.path.join(os.path.dirname(server.data), server.name + ".auth-snapshot")
    return probes.ctl(server, f"{user} snapshot save {path}")["exit"]


def changes(c):
    """What a change does to tokens that are out."""
    as_mary = lambda title: c.both(title, lambda s: probes.request(
        s, "POST", "/v3/kv/range", {"key": b64("m/1")}, headers(s, "mary")))
    c.ctl(f"{ROOT} user revoke-role mary r")
    as_mary("a token after a role was taken away")
    c.ctl(f"{ROOT} user grant-role mary r")
    as_mary("a token after a role was given")
    c.ctl(f"{ROOT} user passwd mary --interactive=false", "other\n", title="user passwd mary")
    as_mary("a token after the password was changed")
    c.ctl("--user mary:mary get m/1", title="the old password")
    c.ctl("--user mary:other get m/1", title="the new password")
    c.ctl(f"{ROOT} role delete r", title="role delete r (by root)")
    c.ctl("--user mary:other get m/1", title="without the role")
    c.ctl(f"{ROOT} user delete root")
    c.ctl(f"{ROOT} role delete root")
    c.ctl(f"{ROOT} user revoke-role root root")


def switch_off(c):
    c.ctl("--user mary:other auth disable", title="auth disable by mary")
    c.ctl(f"{ROOT} auth disable")
    c.post("/v3/auth/status", {}, title="status after all that")
    c.both("a token that is left over", lambda s: probes.request(
        s, "POST", "/v3/kv/range", {"key": b64("x/1")}, headers(s, "root")))
    c.ctl("get x/1", title="get x/1 (nobody is asked)")
    for user in ("root", "mary", "nopass", "longest"):
        c.ctl(f"user delete {user}")
    c.ctl("del m --prefix", title="del m --prefix (the end)")
    c.ctl("endpoint hashkv -w json", title="hashkv after all that", mask=("hash_revision",))
