# SPDX-License-Identifier: Apache-2.0
"""Membership of a lone member, and what it refuses."""

TIMED = ("ID", "id")  # a new member's id comes from the clock


def run(c):
    for form in ("", "-w json", "-w fields", "-w table"):
        c.ctl(f"member list {form}")
    c.ctl("member list --consistency s -w json")
    c.post("/v3/cluster/member/list", {})
    c.post("/v3/cluster/member/list", {"linearizable": True})
    for urls in ([], [""], ["nothing"], ["http://127.0.0.1"], ["http://127.0.0.1:1/path"], ["ftp://127.0.0.1:1"],
                 ["http://127.0.0.1:2380"], ["http://127.0.0.1:x"]):
        c.post("/v3/cluster/member/add", {"peerURLs": urls})
    for unknown in ("remove", "promote", "update"):
        c.post(f"/v3/cluster/member/{unknown}", {"ID": 12345, "peerURLs": ["http://127.0.0.1:9999"]})
        c.post(f"/v3/cluster/member/{unknown}", {})
    own = c.setup(own_id)[0]
    c.post("/v3/cluster/member/promote", {"ID": own}, title="promote a voter")
    c.ctl("member update zz --peer-urls=http://127.0.0.1:1")
    c.ctl("member remove zz")
    learner(c)
    c.post("/v3/maintenance/transfer-leadership", {"targetID": own}, title="move the leadership to where it is")
    c.post("/v3/maintenance/transfer-leadership", {"targetID": 12345})
    c.post("/v3/maintenance/transfer-leadership", {})
    c.ctl("move-leader 12345")
    c.ctl("move-leader zz")
    c.post("/v3/cluster/member/update", {"ID": own, "peerURLs": ["http://127.0.0.1:2380", "http://127.0.0.1:12380"]},
           title="update with two URLs")
    c.ctl("member list -w json", title="member list after the update")
    c.post("/v3/cluster/member/update", {"ID": own, "peerURLs": ["http://127.0.0.1:2380"]}, title="update back")


def own_id(server):
    import probes
    return probes.request(server, "POST", "/v3/cluster/member/list", {})["body"]["header"]["member_id"]


def learner(c):
    c.post("/v3/cluster/member/add", {"peerURLs": ["http://127.0.0.1:7001"], "isLearner": True}, mask=TIMED)
    c.ctl("member list", title="member list with a learner", mask=("out",))
    c.post("/v3/cluster/member/add", {"peerURLs": ["http://127.0.0.1:7001"], "isLearner": True}, title="the same URLs again")
    c.post("/v3/cluster/member/add", {"peerURLs": ["http://127.0.0.1:7002"], "isLearner": True}, title="a second learner")
    ids = c.setup(learner_id)
    by_server = dict(zip([s.name for s in c.pair], ids))
    import probes
    route = "/v3/cluster/member"
    c.both("promote a learner that never came", lambda s: probes.request(
        s, "POST", f"{route}/promote", {"ID": by_server[s.name]}))
    c.both("move the leadership to a learner", lambda s: probes.request(
        s, "POST", "/v3/maintenance/transfer-leadership", {"targetID": by_server[s.name]}))
    c.both("remove the learner", lambda s: probes.request(s, "POST", f"{route}/remove", {"ID": by_server[s.name]}))
    c.both("remove it again", lambda s: probes.request(s, "POST", f"{route}/remove", {"ID": by_server[s.name]}))


def learner_id(server):
    import probes
    members = probes.request(server, "POST", "/v3/cluster/member/list", {})["body"]["members"]
    return next((m["ID"] for m in members if m.get("isLearner")), "0")
