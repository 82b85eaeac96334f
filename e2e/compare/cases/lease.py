# SPDX-License-Identifier: Apache-2.0
"""Leases: granted, listed, kept alive, run out, revoked, refused."""
import time

import probes
from cases.kv import b64

LEFT = ("TTL", "ttl")  # counts down


def run(c):
    c.ctl("lease list -w json")
    c.ctl("lease list")
    for body in ({"TTL": 600, "ID": 100}, {"TTL": 700, "ID": 101}, {"TTL": 600, "ID": 100}, {"TTL": 9000000000, "ID": 104},
                 {"TTL": 9000000001, "ID": 105}, {"TTL": 800, "ID": -7}):
        c.post("/v3/lease/grant", body)
    c.post("/v3/lease/grant", {"TTL": 600}, mask=("ID",))
    c.setup(lambda s: revoke_unnamed(s))
    attach(c)
    look(c)
    keep_alive(c)
    revoke(c)
    expire(c)


def revoke_unnamed(server):
    """The one whose id the server chose, so that lists can be compared."""
    known = {"100", "101", "104", "-7"}
    for lease in probes.request(server, "POST", "/v3/lease/leases", {})["body"]["leases"]:
        if lease["ID"] not in known:
            probes.request(server, "POST", "/v3/lease/revoke", lease)


def attach(c):
    c.ctl("put l/a 1 --lease=64 -w json")
    c.ctl("put l/b 1 --lease=64 -w json")
    c.ctl("get l/ --prefix -w json", title="get l/ --prefix -w json (with leases)")
    c.ctl("get l/ --prefix --keys-only -w json", title="get l/ --prefix --keys-only -w json (leases in keys-only answers)")
    c.post("/v3/kv/range", {"key": b64("l/"), "range_end": b64("l0"), "keys_only": True, "sort_target": "VALUE",
                            "sort_order": "DESCEND"}, title="keys only, sorted by value, with leases")
    c.ctl("put l/c 1 --lease=64 -w json")
    c.ctl("put l/c 2 --lease=68 --prev-kv -w json", title="a key moves to another lease")
    c.ctl("put l/b 2 --prev-kv -w json", title="a put without a lease detaches")
    c.ctl("put l/a 2 --ignore-lease --prev-kv -w json", title="a put that keeps the lease")
    c.ctl("put l/a 3 --lease=999", title="an unknown lease changes nothing")
    c.ctl("get l/ --prefix -w json", title="get l/ --prefix -w json (after moves)")
    c.post("/v3/kv/txn", {"compare": [{"target": "LEASE", "result": "EQUAL", "key": b64("l/a"), "lease": 100}],
                          "success": [{"request_range": {"key": b64("l/a")}}]}, title="compare a lease")


def look(c):
    c.post("/v3/lease/leases", {}, title="leases in order of their end")
    c.ctl("lease list -w json", title="lease list -w json (several)")
    for route in ("/v3/lease/timetolive", "/v3/kv/lease/timetolive"):
        c.post(route, {"ID": 100, "keys": True}, mask=LEFT)
    c.post("/v3/lease/timetolive", {"ID": 100}, mask=LEFT)
    c.post("/v3/lease/timetolive", {"ID": 104, "keys": True}, mask=LEFT)
    c.post("/v3/lease/timetolive", {"ID": 55555, "keys": True})
    c.post("/v3/lease/timetolive", {})
    c.ctl("lease timetolive 64 --keys -w json", mask=LEFT)
    c.ctl("lease timetolive 7777")
    c.ctl("lease timetolive 7777 -w json")


def keep_alive(c):
    c.ctl("lease keep-alive --once 64")
    c.ctl("lease keep-alive --once 64 -w json")
    c.ctl("lease keep-alive --once 7777")
    c.both("keepalive by the gateway, three at once", lambda s: probes.stream(
        s, "/v3/lease/keepalive", [{"ID": 100}, {"ID": 7777}, {"ID": 100}], 3))
    c.both("keepalive of nothing", lambda s: probes.stream(s, "/v3/lease/keepalive", [{}], 1))


def revoke(c):
    c.ctl("lease revoke 64 -w json")
    c.ctl("get l/ --prefix -w json", title="get l/ --prefix -w json (after a revoke)")
    c.ctl("lease revoke 64", title="lease revoke 64 (again)")
    c.post("/v3/lease/revoke", {"ID": 104})
    c.post("/v3/kv/lease/revoke", {"ID": 7777})
    c.post("/v3/lease/revoke", {})
    c.ctl("lease grant 600", mask=("out",))
    c.ctl("lease grant x")
    c.setup(revoke_unnamed)
    c.post("/v3/lease/revoke", {"ID": -7})


def expire(c):
    c.post("/v3/lease/revoke", {"ID": 101})
    for body in ({"TTL": 1, "ID": 201}, {"TTL": 0, "ID": 202}, {"TTL": -5, "ID": 203}, {"ID": 206}, {"TTL": 2, "ID": 200}):
        c.post("/v3/lease/grant", body)
    for key in ("l/z", "l/y", "l/x"):
        c.post("/v3/kv/put", {"key": b64(key), "value": b64("1"), "lease": 200})
    c.both("keys of a lease that runs out go at one revision", lambda s: gone(s), mask=LEFT)
    c.post("/v3/lease/timetolive", {"ID": 200}, title="a lease that has run out")
    c.ctl("lease list -w json", title="lease list -w json (after short ones ran out)")
    c.ctl("endpoint hashkv -w json", title="hashkv after leases")


def gone(server):
    deadline = time.monotonic() + 15
    while time.monotonic() < deadline:
        answer = probes.request(server, "POST", "/v3/kv/range", {"key": b64("l/x"), "range_end": b64("l0")})
        leases = probes.request(server, "POST", "/v3/lease/leases", {})["body"].get("leases", [])
        if "kvs" not in answer["body"] and len(leases) == 0:
            return answer
        time.sleep(0.1)
    return "the keys are still there after 15 s"
