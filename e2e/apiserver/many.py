# SPDX-License-Identifier: Apache-2.0
"""Two thousand configmaps: written under watches, listed in pages, compacted, and the store killed under them."""
import concurrent.futures
import signal
import time

import members
import server
from objects import until
from server import version_of

COUNT = 2000
PAGE = 300
PATH = "/api/v1/namespaces/space-4/configmaps"


def configmap(n, value):
    return {"metadata": {"name": f"c{n:05}"}, "data": {"value": value, "padding": "x" * 200}}


def written(c, api):
    """Returns the revision before them: a list at it is what compaction must end."""
    before = api.need("GET", f"{PATH}?limit=1")["metadata"]["resourceVersion"]
    watches = [server.Watch(api, f"{PATH}?watch=true&resourceVersion={before}&allowWatchBookmarks=true") for _ in range(3)]
    begin = time.monotonic()
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        wrote = [("ADDED", version_of(made)) for made in pool.map(lambda n: api.need("POST", PATH, configmap(n, "1")), range(COUNT))]
        print(f"    {COUNT} configmaps in {time.monotonic() - begin:.0f} s", flush=True)
        wrote += [("MODIFIED", version_of(each)) for each in
                  pool.map(lambda n: api.need("PUT", f"{PATH}/c{n:05}", configmap(n, "2")), range(0, COUNT, 10))]
    wrote.sort(key=lambda each: each[1])
    for n, watch in enumerate(watches):
        watch.await_version(wrote[-1][1])
        c.equal(f"watch {n + 1}: every resourceVersion once and in order", watch.seen(), wrote)
    late = server.Watch(api, f"{PATH}?watch=true&resourceVersion={wrote[COUNT // 2][1]}")
    late.await_version(wrote[-1][1])
    c.equal("a watch from the middle of the past sees the rest", late.seen(), wrote[COUNT // 2 + 1:])
    for each in [*watches, late]:
        c.holds("a watch lasted", each.ended is None, each.ended)
        each.close()
    return int(before)


def paged(c, api):
    """Changes between the pages do not show: all pages are of one revision."""
    names, versions, remaining, more = [], set(), [], ""
    while True:
        page = api.need("GET", f"{PATH}?limit={PAGE}{more}")
        names += [each["metadata"]["name"] for each in page["items"]]
        versions.add(page["metadata"]["resourceVersion"])
        remaining.append(page["metadata"].get("remainingItemCount"))
        if not page["metadata"].get("continue"):
            break
        more = f"&continue={page['metadata']['continue']}"
        n = len(remaining)
        api.need("POST", PATH, configmap(90000 + n, "between pages"))
        api.need("DELETE", f"{PATH}/c{COUNT - n:05}")
    c.equal("a list in pages: every configmap once, in order", names, [f"c{n:05}" for n in range(COUNT)])
    c.equal("a list in pages: one resourceVersion", len(versions), 1)
    pages = -(-COUNT // PAGE)
    c.equal("a list in pages: what remains", remaining, [COUNT - PAGE * (n + 1) for n in range(pages - 1)] + [None])
    whole = api.need("GET", PATH)["items"]
    c.equal("a list afterwards shows the changes", len(whole), COUNT)
    c.equal("a list at the exact old revision is as it was", len(api.need(
        "GET", f"{PATH}?resourceVersion={versions.pop()}&resourceVersionMatch=Exact")["items"]), COUNT)


def compacted(c, api, store, tools, before):
    """kube-apiserver compacts to where the store was one interval ago, so after a few of them."""
    exact = f"{PATH}?resourceVersion={before}&resourceVersionMatch=Exact&limit=5"
    token = api.need("GET", f"{PATH}?limit=5")["metadata"]["continue"]
    until("kube-apiserver's compactor has compacted", lambda: api.request("GET", exact)[0] == 410, 6 * server.COMPACTION_SECONDS)
    c.equal("compaction: a list at a revision before it has expired", api.request("GET", exact)[1]["reason"], "Expired")
    refused = tools.ctl("get", "/", f"--rev={before}", fails=True)
    c.holds("compaction: the store says so", "required revision has been compacted" in refused, refused)
    expired = lambda: api.request("GET", f"{PATH}?limit=5&continue={token}")
    until("a continue token expires", lambda: expired()[0] == 410, 6 * server.COMPACTION_SECONDS)
    answer = expired()[1]
    c.holds("compaction: a continue token has expired, and another one is offered",
            answer["reason"] == "Expired" and answer["metadata"].get("continue"), answer)
    c.equal("compaction: lists go on", len(api.need("GET", PATH)["items"]), COUNT)
    key = tools.ctl("get", "compact_rev_key", "--print-value-only").strip()
    c.holds("compaction: kube-apiserver's own mark", key.isdigit() and int(key) > 0, key)


def killed(c, api, store, tools):
    """The member is killed and started again: nothing is lost, and the API server finds it by itself."""
    listed = api.need("GET", PATH)
    before = {each["metadata"]["name"]: version_of(each) for each in listed["items"]}
    watch = server.Watch(api, f"{PATH}?watch=true&resourceVersion={version_of(listed)}")
    store.process.send_signal(signal.SIGKILL)
    store.process.wait()
    store.start()
    members.await_healthy([store], tools)
    until("writes go on", lambda: api.request("PUT", f"{PATH}/c00000", configmap(0, "after"))[0] == 200)
    after = {each["metadata"]["name"]: version_of(each) for each in api.need("GET", PATH)["items"]}
    changed = after.pop("c00000")
    c.holds("the store killed and started: revisions go on", changed > max(before.values()), changed)
    before.pop("c00000")
    c.equal("the store killed and started: every configmap as it was", after, before)
    watch.await_version(changed)
    c.holds("the store killed and started: a watch goes on", all(kind == "MODIFIED" for kind, _ in watch.seen()), watch.seen())
    watch.close()
