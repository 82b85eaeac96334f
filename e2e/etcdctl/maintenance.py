# SPDX-License-Identifier: Apache-2.0
"""Members, status, health, hashes, compaction, moving the leader, defragmentation."""
import time

import members


def run(c, cluster):
    listed(c, cluster)
    compaction(c)
    hashes(c, "endpoint hashkv -w table: equal on all members after the compaction")
    moves_leader(c)
    for each in cluster:
        answer = c.tools.ctl("defrag", endpoints=each.endpoint)
        c.holds(f"defrag of {each.name}", answer.startswith(f"Finished defragmenting etcd member[{each.endpoint}]"), answer)
    hashes(c, "endpoint hashkv -w table: equal on all members after defrag")


def table(text):
    """The rows of a table, header first, cells without their padding."""
    return [[cell.strip() for cell in line.strip("│| ").replace("│", "|").split("|")]
            for line in text.splitlines() if line[:1] in ("│", "|")]


def rows(text):
    """Of a table, a map for each row."""
    header, *body = table(text)
    return [dict(zip(header, row)) for row in body]


def listed(c, cluster):
    found = rows(c.tools.ctl("member", "list", "-w", "table"))
    c.equal("member list -w table", sorted((r["NAME"], r["STATUS"], r["PEER ADDRS"], r["CLIENT ADDRS"], r["IS LEARNER"]) for r in found),
            sorted((m.name, "started", m.peer_url, m.endpoint, "false") for m in cluster))
    health = rows(c.tools.ctl("endpoint", "health", "-w", "table"))
    c.equal("endpoint health -w table", sorted((r["ENDPOINT"], r["HEALTH"], r.get("ERROR", "")) for r in health),
            sorted((m.endpoint, "true", "") for m in cluster))
    status = rows(c.tools.ctl("endpoint", "status", "-w", "table"))
    c.equal("endpoint status -w table: versions", {r["VERSION"].rsplit(".", 1)[0] for r in status}, {c.tools.minor})
    c.equal("endpoint status -w table: storage versions", {r["STORAGE VERSION"] for r in status}, {c.tools.minor + ".0"})
    c.equal("endpoint status -w table: one leader", sorted(r["IS LEADER"] for r in status), ["false", "false", "true"])
    c.equal("endpoint status -w table: no learner, no error", {(r["IS LEARNER"], r["ERRORS"]) for r in status}, {("false", "")})
    c.equal("endpoint status -w table: member ids", {r["ID"] for r in status}, {r["ID"] for r in found})
    hashes(c, "endpoint hashkv -w table: equal on all members")


def hashes(c, title):
    """Followers apply a moment after the leader answers, so the members are asked until all are at one revision."""
    deadline = time.monotonic() + 10
    while True:
        found = rows(c.tools.ctl("endpoint", "hashkv", "-w", "table"))
        revisions = {r["HASH REVISION"] for r in found}
        if len(revisions) == 1 or time.monotonic() > deadline:
            break
        time.sleep(0.1)
    c.holds(title, len(found) == 3 and len(revisions) == 1 and len({r["HASH"] for r in found}) == 1, found)


def compaction(c):
    ctl = c.tools.ctl
    revision = c.tools.json("get", "k1")["header"]["revision"]
    c.equal("compact", ctl("compact", str(revision)), f"compacted revision {revision}\n")
    again = ctl("compact", str(revision), fails=True)
    c.holds("compact of the same again is refused", "required revision has been compacted" in again, again)
    old = ctl("get", "k1", f"--rev={revision - 1}", fails=True)
    c.holds("get from before the compaction is refused", "required revision has been compacted" in old, old)
    c.equal("get at the compacted revision", ctl("get", "k1", f"--rev={revision}"), "k1\nnew\n")
    watch = ctl("watch", "k1", "--rev=1", fails=True)
    c.holds("watch from before the compaction is cancelled", "required revision has been compacted" in watch, watch)


def leader(c):
    status = c.tools.json("endpoint", "status")
    by_id = {each["Status"]["header"]["member_id"]: each["Endpoint"] for each in status}
    return by_id.get(status[0]["Status"]["leader"]), by_id


def moves_leader(c):
    before, by_id = leader(c)
    target = next(member for member, endpoint in by_id.items() if endpoint != before)
    old = next(member for member, endpoint in by_id.items() if endpoint == before)
    answer = c.tools.ctl("move-leader", f"{target:x}")
    c.equal("move-leader", answer, f"Leadership transferred from {old:x} to {target:x}\n")
    deadline = time.monotonic() + 10
    while leader(c)[0] != by_id[target]:
        if time.monotonic() > deadline:
            raise members.Failed(f"{by_id[target]} does not lead 10 s after move-leader")
        time.sleep(0.1)
    c.equal("the other member leads", leader(c)[0], by_id[target])
    c.equal("put under the new leader", c.tools.ctl("put", "moved", "v"), "OK\n")
    follower = c.tools.ctl("move-leader", f"{old:x}", endpoints=before, fails=True)
    c.holds("move-leader without the leader's endpoint is refused", "no leader endpoint given" in follower, follower)
