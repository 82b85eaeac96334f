# SPDX-License-Identifier: Apache-2.0
"""Watches: from now, from the past, from the future, filtered, with what was before, refused, progress, compacted."""
import json

import probes
from cases.kv import b64


def create(key, end="", **more):
    return {"create_request": {"key": b64(key), "range_end": b64(end), **more}}


def put(server, key, value):
    probes.request(server, "POST", "/v3/kv/put", {"key": b64(key), "value": b64(value)})


def delete(server, key, end=""):
    probes.request(server, "POST", "/v3/kv/deleterange", {"key": b64(key), "range_end": b64(end)})


def changes(server):
    put(server, "w/a", "1")
    put(server, "w/a", "2")
    put(server, "w/b", "1")
    delete(server, "w/", "w0")
    probes.request(server, "POST", "/v3/kv/txn", {"success": [
        {"request_put": {"key": b64("w/x"), "value": b64("1")}}, {"request_put": {"key": b64("w/y"), "value": b64("1")}},
        {"request_delete_range": {"key": b64("w/none")}}]})


def flattened(answer):
    """Events may share an answer or not, as timing has it: per watcher, the events in order and all other answers."""
    if "lines" not in answer:
        return answer
    found = {"ended": answer["ended"], "answers": [], "events": {}}
    for line in answer["lines"]:
        result = line.get("result")
        if result is None or "events" not in result:
            found["answers"].append(line)
        else:
            found["events"].setdefault(result.get("watch_id", "0"), []).extend(result["events"])
    return found


def in_any_order(answer):
    """etcd answers creations and requests for progress in two threads."""
    return {**answer, "answers": sorted(answer.get("answers", []), key=json.dumps)}


def watch(c, title, messages, lines, meanwhile=None):
    c.both(title, lambda s: flattened(probes.stream(s, "/v3/watch", messages, lines, meanwhile)))


def run(c):
    first = c.setup(lambda s: probes.request(s, "POST", "/v3/kv/range", {"key": b64("w")}))
    start = int(first[0]["body"]["header"]["revision"]) + 1
    watch(c, "one key from now", [create("w/a")], 4, changes)
    watch(c, "a prefix from now, with what was before", [create("w/", "w0", prev_kv=True)], 5, changes)
    watch(c, "everything from a key on", [create("w/b", "\0")], 4, changes)
    c.setup(lambda s: put(s, "w/last", "1"))
    watch(c, "a prefix from a past revision", [create("w/", "w0", start_revision=start)], 2)
    watch(c, "a prefix from a past revision, with what was before", [create("w/", "w0", start_revision=start, prev_kv=True)], 2)
    watch(c, "from the middle of the past", [create("w/", "w0", start_revision=start + 3)], 2)
    watch(c, "without puts", [create("w/", "w0", start_revision=start, filters=["NOPUT"])], 2)
    watch(c, "without deletes", [create("w/", "w0", start_revision=start, filters=["NODELETE"])], 2)
    watch(c, "without either", [create("w/", "w0", start_revision=start, filters=["NOPUT", "NODELETE"])], 1)
    watch(c, "from a revision that is not there yet", [create("w/", "w0", start_revision=start + 1000)], 1, changes)
    watch(c, "a key that is not there", [create("nothing/here")], 1)
    watch(c, "an empty key is everything", [{"create_request": {"start_revision": start}}], 2)
    watch(c, "fragments allowed", [create("w/", "w0", start_revision=start, fragment=True)], 2)
    watch(c, "two watchers and one id of the client's choice", [create("w/a"), create("w/b", watch_id=7), create("w/c")], 3)
    watch(c, "an id that is taken", [create("w/a", watch_id=3), create("w/b", watch_id=3)], 2)
    watch(c, "a range that is empty", [create("w/b", "w/a")], 1)
    watch(c, "a negative start", [create("w/b", start_revision=-3)], 1)
    watch(c, "cancelled again", [create("w/a", watch_id=5), {"cancel_request": {"watch_id": 5}}], 2)
    watch(c, "an unknown one cancelled", [create("w/a"), {"cancel_request": {"watch_id": 99}}], 1)
    watch(c, "an id used again", [create("w/a", watch_id=5), {"cancel_request": {"watch_id": 5}}, create("w/b", watch_id=5)], 3)
    progress = lambda s: probes.stream(s, "/v3/watch", [create("w/a"), {"progress_request": {}}], 2)
    c.both("progress of a synced watcher", lambda s: in_any_order(flattened(progress(s))))
    watch(c, "progress without a watcher", [{"progress_request": {}}, create("w/a")], 1)
    watch(c, "a request that is none", [{}, create("w/a")], 1)
    big_transaction(c)
    by_etcdctl(c, start)
    compacted(c, start)


def big_transaction(c):
    ops = [{"request_put": {"key": b64(f"w/t{i:03}"), "value": b64("v" * 100)}} for i in range(100)]
    change = lambda s: probes.request(s, "POST", "/v3/kv/txn", {"success": ops})
    c.both("a hundred changes at one revision come together",
           lambda s: [len(line["result"].get("events", [])) for line in
                      probes.stream(s, "/v3/watch", [create("w/t", "w/u")], 2, change)["lines"]])


def by_etcdctl(c, start):
    for arguments in ("w/a", "w/ --prefix", "w/a --prev-kv", "w/a w/b", "w/b --from-key", "w/ --prefix -w json",
                      f"w/a --rev {start} --prev-kv -w json", "w/ --prefix -w fields"):
        c.both(f"etcdctl watch {arguments}", lambda s: ctl_events(probes.watch_by_ctl(s, arguments, changes)))


def ctl_events(answer):
    """JSON answers cut down to their events, for the same reason as above; other forms as they are."""
    out = []
    for line in answer["out"]:
        if isinstance(line, dict) and "Events" in line:
            out.extend(line["Events"] or [])
        else:
            out.append(line if not isinstance(line, str) or not line.startswith('"Revision"') else "a revision")
    return {"events": out, "err": answer["err"]}


def compacted(c, start):
    c.post("/v3/kv/compaction", {"revision": start + 3})
    watch(c, "from before the compaction", [create("w/", "w0", start_revision=start)], 2)
    watch(c, "from the compacted revision", [create("w/", "w0", start_revision=start + 3)], 2)
    watch(c, "from behind the compaction, with what was before",
          [create("w/", "w0", start_revision=start + 4, prev_kv=True)], 2)
    c.both("etcdctl watch from before the compaction",
           lambda s: probes.ctl(s, f"watch w/a --rev {start}"))
