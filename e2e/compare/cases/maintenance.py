# SPDX-License-Identifier: Apache-2.0
"""Status, hashes, alarms, compaction, defragmentation, snapshots."""
import os
import subprocess

import probes
from cases.kv import b64


def run(c):
    for i in range(20):
        c.setup(lambda s: probes.request(s, "POST", "/v3/kv/put", {"key": b64(f"m/{i % 7}"), "value": b64(str(i))}))
    c.setup(lambda s: probes.request(s, "POST", "/v3/kv/deleterange", {"key": b64("m/3")}))
    status(c)
    compaction(c)
    alarms(c)
    snapshots(c)


def status(c):
    c.ctl("endpoint status -w json")
    c.ctl("endpoint health")
    c.ctl("endpoint health -w json")
    c.ctl("endpoint hashkv")
    c.ctl("endpoint hashkv -w json")
    c.post("/v3/maintenance/status", {})
    c.post("/v3/maintenance/hash", {}, mask=("hash",))
    revision = current(c)
    for asked in (0, 1, revision, revision - 5, revision + 1, -1):
        c.post("/v3/maintenance/hashkv", {"revision": asked})
    for body in ({"action": "VALIDATE", "version": "3.6"}, {"action": "VALIDATE", "version": "3.5"},
                 {"action": "VALIDATE", "version": "x"}, {"action": "CANCEL"}, {"action": 9}):
        c.post("/v3/maintenance/downgrade", body)


def current(c):
    answers = c.setup(lambda s: probes.request(s, "POST", "/v3/kv/range", {"key": b64("m/0")}))
    return int(answers[0]["body"]["header"]["revision"])


def compaction(c):
    revision = current(c)
    c.ctl(f"compact {revision + 5}", title="compact a future revision")
    c.ctl(f"compact {revision - 10} -w json", title="compact")
    c.ctl(f"compact {revision - 10}", title="compact the same again")
    c.ctl("compact 1")
    c.ctl("compact x")
    c.post("/v3/kv/compaction", {})
    c.post("/v3/kv/compaction", {"revision": -1})
    whole = {"key": b64("m/"), "range_end": b64("m0")}
    for asked in (revision - 11, revision - 10, revision - 9, 1):
        c.post("/v3/kv/range", {**whole, "revision": asked})
        c.post("/v3/kv/range", {**whole, "revision": asked, "count_only": True})
        c.post("/v3/maintenance/hashkv", {"revision": asked},
               title="hashkv of the compacted revision" if asked == revision - 10 else None)
    for asked in (-1, revision - 11):
        c.post("/v3/kv/txn", {"success": [{"request_range": {**whole, "revision": asked}}]})
    c.post("/v3/kv/compaction", {"revision": revision - 5, "physical": True})
    c.ctl("endpoint hashkv -w json", title="hashkv after compactions")
    c.ctl(f"compact {revision} --physical", title="compact to the head, physically")
    c.ctl("get m/ --prefix -w json", title="get m/ --prefix after compacting to the head")
    c.ctl("endpoint hashkv -w json", title="hashkv after compacting to the head")
    c.ctl("put m/0 again")
    c.ctl("del m/1")
    c.ctl("endpoint hashkv -w json", title="hashkv after changes behind the compaction")
    c.ctl("defrag")
    c.post("/v3/maintenance/defragment", {})
    c.ctl("endpoint hashkv -w json", title="hashkv after defragmentation")


def alarms(c):
    own = {"memberID": member_id(c)}
    alarm = lambda action, kind, **more: c.post("/v3/maintenance/alarm", {"action": action, "alarm": kind, **more})
    c.ctl("alarm list")
    c.ctl("alarm disarm")
    alarm("GET", "NONE")
    for kind in ("NONE", "NOSPACE"):
        alarm("ACTIVATE", kind, **own)
    alarm("ACTIVATE", "NOSPACE", **own)
    alarm("GET", "NOSPACE")
    alarm("GET", "CORRUPT")
    c.ctl("alarm list", title="alarm list with an alarm")
    c.ctl("put m/0 refused")
    c.ctl("lease grant 100", title="lease grant without space")
    c.ctl("del m/0 -w json", title="del without space")
    c.ctl("get m/2 -w json", title="get without space")
    c.post("/v3/kv/txn", {"failure": [{"request_put": {"key": b64("m/0")}}]}, title="a transaction that could put")
    c.post("/v3/kv/txn", {"success": [{"request_delete_range": {"key": b64("m/0")}}]}, title="a transaction that deletes")
    c.ctl("endpoint health", title="endpoint health with an alarm")
    c.ctl("endpoint status -w json", title="endpoint status with an alarm")
    for page in ("/health", "/health?exclude=NOSPACE", "/livez", "/readyz?verbose"):
        c.both(f"GET {page}", lambda s: probes.sorted_checks(probes.request(s, "GET", page)))
    alarm("ACTIVATE", "CORRUPT", **own)
    c.ctl("alarm list", title="alarm list with two")
    c.ctl("get m/2 -w json", title="get while corrupt")
    c.ctl("del m/0 -w json", title="del while corrupt")
    c.ctl("compact 99", title="compact while corrupt")
    c.http("GET", "/health", mask=("reason",))  # etcd names either alarm, as its map happens to be ordered
    for page in ("/health?exclude=NOSPACE", "/health?exclude=NOSPACE&exclude=CORRUPT", "/readyz?verbose",
                 "/readyz?exclude=data_corruption"):
        c.both(f"GET {page}", lambda s: probes.sorted_checks(probes.request(s, "GET", page)))
    alarm("DEACTIVATE", "CORRUPT", memberID=12345)
    c.ctl("alarm disarm", title="alarm disarm, two")
    c.ctl("alarm list", title="alarm list, none")
    c.ctl("put m/0 accepted -w json")


def member_id(c):
    return c.setup(lambda s: probes.request(s, "POST", "/v3/kv/range", {"key": b64("m")}))[0]["body"]["header"]["member_id"]


def snapshots(c):
    save = lambda s: probes.ctl(s, f"snapshot save {s.data}.snapshot")
    c.both("snapshot save", lambda s: {k: v for k, v in save(s).items() if k != "err"})
    c.both("etcdutl snapshot status of it", lambda s: snapshot_status(s), mask=("hash", "totalSize"))


def snapshot_status(server):
    path = server.data + ".snapshot"
    ran = subprocess.run([server.tool("etcdutl"), "snapshot", "status", path, "-w", "json"], capture_output=True, text=True)
    os.remove(path)
    return {"exit": ran.returncode, "out": probes.parsed(ran.stdout)}
