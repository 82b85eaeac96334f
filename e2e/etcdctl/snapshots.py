# SPDX-License-Identifier: Apache-2.0
"""Snapshots: ours restored by stock etcdutl under stock etcd, and stock etcd's by ours under ours."""
import json
import os
import re

import maintenance
import members

MANY = 300


def run(c, cluster, state, pki):
    for batch in range(3):
        puts = "".join(f"put many/{batch}/{n} {'x' * 200}{n}\n" for n in range(MANY // 3))
        c.tools.ctl("txn", stdin=f"\n{puts}\n\n")
    c.tools.ctl("put", "on-lease", "v", f"--lease={c.tools.ctl('lease', 'grant', '3600').split()[1]}")
    source = contents(c.tools)
    ours = os.path.join(state, "ours.snapshot")
    saved = c.tools.ctl("snapshot", "save", ours, endpoints=cluster[0].endpoint)
    c.holds("snapshot save", f"Snapshot saved at {ours}" in saved, saved)
    stock_status = status_of(c, ours, source, "of ours")
    c.equal("our etcdutl snapshot status says the same of it", own_status(c, ours), stock_status)
    damaged(c, ours)
    for each in cluster:
        each.stop()
    stock_etcd = os.path.join(members.STOCK, f"etcd-{c.tools.minor}")
    theirs = restored(c, state, pki, "stock", c.tools.stock_utl, stock_etcd, ours, source)
    back(c, state, pki, theirs, source)


def back(c, state, pki, stock, source):
    """From stock etcd to ours: what it holds now is a little more than what it got."""
    try:
        c.tools.ctl("put", "written/on-stock", "v")
        source = contents(c.tools)
        snapshot = os.path.join(state, "stock.snapshot")
        c.tools.ctl("snapshot", "save", snapshot)
    finally:
        stock.stop()
    stock_status = status_of(c, snapshot, source, "of stock etcd's")
    c.equal("our etcdutl snapshot status says the same of it", own_status(c, snapshot), stock_status)
    own_etcd = os.path.join(members.OURS, "etcd")
    flags = () if c.tools.minor == "3.7" else (f"--compat-version={c.tools.minor}",)
    member = restored(c, state, pki, "ours", c.tools.own_utl, own_etcd, snapshot, source, flags)
    member.stop()
    bumped(c, state, pki, snapshot, source, own_etcd, flags)


def contents(tools):
    """Every key with value, revisions, version and lease; the leases; the store's revision."""
    answer = tools.json("get", "", "--from-key")
    leases = tools.json("lease", "list")
    return {"kvs": answer["kvs"], "revision": answer["header"]["revision"], "leases": leases.get("leases")}


def status_of(c, path, source, whose):
    """Four columns, and from 3.6 on the version."""
    row = maintenance.rows(c.tools.stock_utl("snapshot", "status", path, "-w", "table"))[0]
    c.holds(f"etcdutl snapshot status {whose}: hash", re.fullmatch("[0-9a-f]{1,8}", row["HASH"]), row)
    c.equal(f"etcdutl snapshot status {whose}: revision", row["REVISION"], str(source["revision"]))
    c.holds(f"etcdutl snapshot status {whose}: keys", int(row["TOTAL KEYS"]) >= len(source["kvs"]), row)
    c.holds(f"etcdutl snapshot status {whose}: size", re.fullmatch(r"[\d.]+ [kMG]?B", row["TOTAL SIZE"]), row)
    exact = json.loads(c.tools.stock_utl("snapshot", "status", path, "-w", "json"))
    c.equal(f"etcdutl snapshot status {whose}: storage version", exact["version"], c.tools.minor + ".0")
    # The last 32 bytes are the checksum of what comes before.
    c.equal(f"etcdutl snapshot status {whose}: exact size", exact["totalSize"] % 4096, 0)
    return exact


def own_status(c, path):
    return json.loads(c.tools.own_utl("snapshot", "status", path, "-w", "json"))


def damaged(c, path):
    """One byte changed in the middle: both tools refuse to restore it."""
    broken = path + ".broken"
    with open(path, "rb") as whole:
        image = bytearray(whole.read())
    image[len(image) // 2] ^= 1
    with open(broken, "wb") as out:
        out.write(image)
    for name, utl in (("stock", c.tools.stock_utl), ("our", c.tools.own_utl)):
        said = utl("snapshot", "restore", broken, f"--data-dir={broken}.{name}", fails=True)
        c.holds(f"{name} etcdutl refuses to restore a damaged one", "expected sha256" in said, said)
    c.holds("our etcdutl leaves nothing of a refused restore", not os.path.exists(f"{broken}.our"))


def restored(c, state, pki, name, utl, program, snapshot, source, flags=()):
    """A data directory made by `utl`, served by `program`: holds what the source held."""
    member = started(c, state, pki, name, utl, program, snapshot, flags)
    whose = {"stock": "stock etcdutl and stock etcd", "ours": "our etcdutl and our etcd"}[name]
    found = contents(c.tools)
    c.equal(f"{whose}: the same keys, values, revisions, versions and leases", found["kvs"], source["kvs"])
    c.equal(f"{whose}: the same leases", found["leases"], source["leases"])
    c.equal(f"{whose}: the same revision", found["revision"], source["revision"])
    wrote = c.tools.json("put", f"restored/{name}", "v")["header"]["revision"]
    c.equal(f"{whose}: the next write gets the next revision", wrote, source["revision"] + 1)
    return member


def started(c, state, pki, name, utl, program, snapshot, flags, *restore_flags):
    directory = os.path.join(state, f"restored-{name}")
    os.mkdir(directory)
    member = members.Member("restored", program, directory, pki, members.free_ports(2), flags)
    member.command.append(f"--initial-cluster=restored={member.peer_url}")
    utl("snapshot", "restore", snapshot, "--name=restored", f"--data-dir={os.path.join(directory, 'restored')}",
        f"--initial-cluster=restored={member.peer_url}", f"--initial-advertise-peer-urls={member.peer_url}", *restore_flags)
    c.tools.endpoints = member.endpoint
    member.start()
    try:
        members.await_healthy([member], c.tools)
    except members.Failed:
        member.stop()
        raise
    return member


def bumped(c, state, pki, snapshot, source, program, flags):
    """--bump-revision with --mark-compacted: for clients that hold revisions later than the snapshot's."""
    member = started(c, state, pki, "bumped", c.tools.own_utl, program, snapshot, flags,
                     "--bump-revision=1000000", "--mark-compacted")
    try:
        found = contents(c.tools)
        c.holds("--bump-revision: revisions go on far above the snapshot's", found["revision"] >= source["revision"] + 1000000,
                found["revision"])
        pairs = lambda of: [(each["key"], each.get("value")) for each in of["kvs"]]
        c.equal("--bump-revision: the same keys and values", pairs(found), pairs(source))
        old = c.tools.ctl("get", "k1", f"--rev={source['revision']}", fails=True)
        c.holds("--mark-compacted: older revisions are compacted", "required revision has been compacted" in old, old)
    finally:
        member.stop()
