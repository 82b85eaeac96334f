# SPDX-License-Identifier: Apache-2.0
"""Status, hashes, alarms, compaction, defragmentation, snapshots."""
import os
import signal
import subprocess
import time

import probes
from cases.kv import b64


def run(c):
    for i in range(20):
        c.setup(lambda s: probes.request(s, "POST", "/v3/kv/put", {"key": b64(f"m/{i % 7}"), "value": b64(str(i))}))
    c.setup(lambda s: probes.request(s, "POST", "/v3/kv/deleterange", {"key": b64("m/3")}))
    status(c)
    compaction(c)
    hashes(c)
    alarms(c)
    corrupt(c)
    downgrade(c)
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
        c.post("/v3/maintenance/hashkv", {"revision": asked})
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


def hashes(c):
    """The hash of a compaction: before, at and after it, and for as long as it is remembered."""
    for i in range(30):
        c.setup(lambda s: probes.request(s, "POST", "/v3/kv/put", {"key": b64(f"h/{i % 4}"), "value": b64(str(i))}))
    c.setup(lambda s: probes.request(s, "POST", "/v3/kv/deleterange", {"key": b64("h/1")}))
    head = current(c)
    ask = lambda asked, title: c.post("/v3/maintenance/hashkv", {"revision": asked}, title=f"hashkv {title}")
    for back in (20, 12, 5, 1, 0):
        at = head - back
        ask(at, f"{back} before the head, not compacted")
        c.post("/v3/kv/compaction", {"revision": at, "physical": True}, title=f"compact {back} before the head")
        ask(at, f"{back} before the head, compacted there")
        ask(at + 1, f"behind {back} before the head")
        ask(at - 1, f"in front of {back} before the head")
        ask(0, f"of the head, compacted {back} before it")
    for back in (20, 12, 5):
        ask(head - back, f"{back} before the head, remembered")
    for i in range(11):
        c.setup(lambda s: probes.request(s, "POST", "/v3/kv/put", {"key": b64("h/0"), "value": b64(str(i))}))
        c.post("/v3/kv/compaction", {"revision": head + i + 1, "physical": True}, title=f"compact at the head, {i + 1}")
    for at in (head, head + 1, head + 2, head + 11):
        ask(at, f"{at - head} after, of eleven compactions")


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


def corrupt(c):
    """What each call answers under CORRUPT, raised by a client."""
    own = {"memberID": member_id(c)}
    c.post("/v3/lease/grant", {"TTL": 600, "ID": 77}, title="a lease before CORRUPT")
    c.post("/v3/maintenance/alarm", {"action": "ACTIVATE", "alarm": "CORRUPT"}, title="activate CORRUPT for member 0")
    c.post("/v3/maintenance/status", {}, title="status with CORRUPT of member 0")
    c.ctl("alarm list", title="alarm list with CORRUPT of member 0")
    c.ctl("endpoint health", title="endpoint health with CORRUPT of member 0")
    c.post("/v3/maintenance/alarm", {"action": "ACTIVATE", "alarm": "CORRUPT", **own}, title="activate CORRUPT")
    c.post("/v3/maintenance/alarm", {"action": "DEACTIVATE", "alarm": "CORRUPT"}, title="deactivate CORRUPT of member 0")
    put, range_ = {"request_put": {"key": b64("m/0")}}, {"request_range": {"key": b64("m/2")}}
    for path, body in (
            ("kv/put", {"key": b64("m/0"), "value": b64("x")}),
            ("kv/put", {}),
            ("kv/deleterange", {"key": b64("m/0")}),
            ("kv/range", {"key": b64("m/2")}),
            ("kv/range", {"key": b64("m/2"), "serializable": True}),
            ("kv/txn", {"success": [put]}),
            ("kv/txn", {"success": [range_]}),
            ("kv/txn", {"success": [{"request_txn": {"success": [range_]}}]}),
            ("kv/txn", {"success": [{"request_delete_range": {"key": b64("m/0")}}]}),
            ("kv/txn", {}),
            ("kv/compaction", {"revision": 1}),
            ("kv/compaction", {"revision": 1 << 40, "physical": True}),
            ("lease/grant", {"TTL": 60}),
            ("lease/revoke", {"ID": 77}),
            ("lease/revoke", {"ID": 78}),
            ("lease/keepalive", {"ID": 77}),
            ("lease/timetolive", {"ID": 77, "keys": True}),
            ("lease/leases", {}),
            ("cluster/member/list", {"linearizable": True}),
            ("maintenance/status", {}),
            ("maintenance/hashkv", {}),
            ("maintenance/defragment", {}),
            ("maintenance/alarm", {}),
            ("maintenance/downgrade", {"version": "3.1"}),
            ("auth/status", {}),
            ("auth/role/add", {"name": "under-corrupt"}),
            ("lock/lock", {"name": b64("lock"), "lease": 77})):
        c.post(f"/v3/{path}", body, mask=("TTL", "ttl"), title=f"while corrupt: {path} {body}")
    for words in ("put m/0 x", "lease grant 100", "alarm list", "endpoint health", "member list", "defrag"):
        c.ctl(words, title=f"while corrupt: {words}")
    c.ctl("alarm disarm", title="alarm disarm of CORRUPT")
    c.ctl("put m/0 x -w json", title="put after CORRUPT")
    c.post("/v3/lease/revoke", {"ID": 77}, title="lease revoke after CORRUPT")


def downgrade(c):
    below = {"3.7": "3.6", "3.6": "3.5"}[c.minor]
    # what 3.6 makes of its store on the way to 3.5 depends on when it cuts its log
    mask = () if c.minor == "3.7" else ("storage", "storageVersion")
    ask = lambda action, version, title="": c.post(
        "/v3/maintenance/downgrade", {"action": action, "version": version}, title=f"downgrade {action} {version!r}{title}")
    for version in (below, below + ".0", below + ".99", below + ".0-rc.1", below + ".0+x", c.minor, "3.4", "3.8", "2.7", "4.6", "", "3",
                    "x", "v" + below, below + ".", below + ".x", below + ".0.1", below + "-rc", " " + below, "-1.2.3"):
        ask("VALIDATE", version)
    for version in (c.minor, "3.4", "", "x"):
        ask("ENABLE", version)
    ask("CANCEL", "")
    ask(9, below)
    c.post("/v3/maintenance/downgrade", {}, title="downgrade of nothing")
    c.ctl(f"downgrade validate {below}")
    c.ctl("downgrade validate x")
    ask("ENABLE", below)
    c.setup(lambda s: await_cluster(s, below))
    pages = lambda when: [c.both(f"{page} {when}", lambda s: probes.request(s, "GET", page), mask) for page in ("/version", "/health")]
    pages("while downgraded")
    c.post("/v3/maintenance/status", {}, mask=mask, title="status while downgraded")
    c.ctl("endpoint status -w json", mask=mask, title="endpoint status while downgraded")
    for action in ("VALIDATE", "ENABLE"):
        for version in (c.minor, below, "3.4", "3.5"):
            ask(action, version, " while downgraded")
    c.ctl(f"downgrade enable {below}", title="downgrade enable while downgraded")
    c.ctl("put m/0 downgraded -w json")
    c.setup(restart)
    pages("while downgraded, after a restart")
    ask("VALIDATE", below, " after a restart")
    ask("CANCEL", "", " of one")
    c.setup(lambda s: await_cluster(s, c.minor))
    pages("after a downgrade")
    c.post("/v3/maintenance/status", {}, mask=mask, title="status after a downgrade")
    ask("CANCEL", "", " again")
    c.ctl(f"downgrade enable {below}")
    c.setup(lambda s: await_cluster(s, below))
    c.ctl("downgrade cancel")
    c.setup(lambda s: await_cluster(s, c.minor))


def await_cluster(server, minor):
    deadline = time.monotonic() + 30
    while probes.request(server, "GET", "/version")["body"]["etcdcluster"] != minor + ".0":
        if time.monotonic() > deadline:
            raise SystemExit(f"compare: the cluster of {server.name} does not come to {minor}")
        time.sleep(0.1)
    time.sleep(0.5)  # etcd stores its version in a second step


def restart(server):
    server.stop(signal.SIGTERM)
    server.launch()
    server.await_ready()


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
