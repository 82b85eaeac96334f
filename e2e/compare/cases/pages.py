# SPDX-License-Identifier: Apache-2.0
"""The HTTP pages of the client port and of the metrics port."""
import os
import re

import probes

PAGES = ("/version", "/health", "/health?serializable=true", "/health?exclude=NOSPACE", "/livez", "/readyz",
         "/livez?verbose", "/readyz?verbose", "/livez?exclude=serializable_read&verbose", "/readyz?exclude=data_corruption",
         "/livez/serializable_read", "/readyz/serializable_read", "/readyz/linearizable_read", "/readyz/data_corruption",
         "/readyz/non_learner", "/readyz/nothing", "/livez/linearizable_read", "/readyz?exclude=nothing&verbose",
         "/", "/nothing", "/debug/pprof/", "/debug/pprof/heap", "/debug/requests", "/members", "/config/local/log")


def run(c):
    for page in PAGES:
        c.both(f"GET {page}", lambda s: probes.sorted_checks(probes.request(s, "GET", page)))
    for page in ("/version", "/health", "/livez", "/readyz"):
        for method in ("POST", "HEAD", "DELETE"):
            c.http(method, page)
    for page in ("/health", "/livez", "/readyz?verbose", "/version", "/v3/kv/range", "/"):
        c.both(f"metrics port: GET {page}", lambda s: probes.sorted_checks(probes.request(s, "GET", page, port=s.metrics_port)))
    c.setup(lambda s: probes.request(s, "POST", "/v3/kv/range", {"key": "YQ=="}))
    c.both("metrics of etcd's own names", metrics)
    c.both("counters whose names do not end in _total", unsuffixed)
    c.both("GET /debug/vars", variables)
    c.both("metrics page", lambda s: {k: v for k, v in probes.request(s, "GET", "/metrics").items() if k != "body"})


def metrics(server):
    """Names, types and labels of all that etcd has; what ours has not, and why, is in a list of its tests."""
    body = probes.request(server, "GET", "/metrics", port=server.metrics_port)["body"]
    types = dict(re.findall(r"^# TYPE (\S+) (\S+)", body, re.M))
    labels = {}
    for name, pairs in re.findall(r"^(\w+?)(?:_bucket|_sum|_count)?(?:\{(.*)\})? \S+$", body, re.M):
        labels.setdefault(name, set()).update(set(re.findall(r"(\w+)=\"", pairs)) - {"le"})
    names = [line.split(" | ")[0] for line in lines("etcd-3.7.txt")]
    absent = {line.split(" | ")[0] for line in lines("absent.txt")}
    found = {name: [types[name], sorted(labels.get(name, ()))] for name in names if name in types and name not in absent}
    return {name: found[name] for name in found if name in labels and name not in UNSUFFIXED + NOT_ALIKE}


def unsuffixed(server):
    body = probes.request(server, "GET", "/metrics", port=server.metrics_port)["body"]
    return {name: kind for name, kind in re.findall(r"^# TYPE (\S+) (\S+)", body, re.M) if name in UNSUFFIXED}


# The first is there in etcd once it happened, in ours from the start; a JVM does not tell quantiles of its collections.
NOT_ALIKE = ("etcd_network_server_stream_failures_total", "go_gc_duration_seconds")
UNSUFFIXED = ("etcd_server_health_success", "etcd_server_health_failures")


def variables(server):
    """What variables there are, and of raft all that does not change by itself."""
    body = probes.request(server, "GET", "/debug/vars")["body"]
    raft = body["raft.status"]
    return {"names": sorted(body), "raft": {k: raft[k] for k in ("id", "lead", "vote", "raftState", "leadtransferee")},
            "raft names": sorted(raft), "progress": sorted(raft["progress"][raft["id"]])}


LISTS = os.path.join(os.path.dirname(__file__), "..", "..", "..", "etcd-node", "src", "test", "resources", "metrics")


def lines(name):
    with open(os.path.join(LISTS, name), encoding="utf-8") as file:
        return [line.strip() for line in file if not line.startswith("#")]
