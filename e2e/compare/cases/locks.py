# SPDX-License-Identifier: Apache-2.0
"""Locks and elections over JSON: what is answered at once; who waits is a test of its own."""
from cases.kv import b64

LEASE = 701


def run(c):
    c.post("/v3/lease/grant", {"TTL": 600, "ID": LEASE})
    c.post("/v3/lease/grant", {"TTL": 600, "ID": LEASE + 1})
    lock(c)
    election(c)
    missing(c)


def lock(c):
    c.post("/v3/lock/lock", {"name": b64("m"), "lease": LEASE})
    c.post("/v3/lock/lock", {"name": b64("m"), "lease": LEASE}, title="a lock that the session holds already")
    c.ctl("get m/ --prefix -w json")
    c.post("/v3/lock/lock", {"name": "", "lease": LEASE}, title="a lock without a name")
    c.post("/v3/lock/lock", {"name": b64("n")}, title="a lock without a lease", mask=("key",))
    c.post("/v3/lock/lock", {"name": b64("o"), "lease": 99}, title="a lock with a lease that is not there")
    c.post("/v3/lock/unlock", {"key": b64("m/2bd")})
    c.post("/v3/lock/unlock", {"key": b64("m/2bd")}, title="a lock that nobody holds is given back")
    c.post("/v3/lock/unlock", {}, title="a lock without a key is given back")


def election(c):
    leader = {"name": b64("e"), "key": b64("e/2bd"), "lease": LEASE}
    c.post("/v3/election/leader", {"name": b64("e")}, title="the leader where nobody stands")
    c.post("/v3/election/campaign", {"name": b64("e"), "lease": LEASE, "value": b64("1")})
    c.post("/v3/election/campaign", {"name": b64("e"), "lease": LEASE, "value": b64("1")}, title="a leader stands again")
    c.post("/v3/election/campaign", {"name": b64("e"), "lease": LEASE, "value": b64("2")},
           title="a leader stands again with another value")
    c.post("/v3/election/leader", {"name": b64("e")})
    c.post("/v3/election/proclaim", {"leader": dict(leader, rev=1), "value": b64("3")}, title="proclaimed at another revision")
    c.post("/v3/election/resign", {"leader": dict(leader, rev=1)}, title="resigned at another revision")
    c.post("/v3/election/leader", {"name": b64("e")}, title="the leader after others tried")
    c.post("/v3/election/campaign", {"name": b64("f"), "lease": 99}, title="a candidate with a lease that is not there")


def missing(c):
    c.post("/v3/election/proclaim", {"value": b64("3")}, title="proclaimed without a leader")
    c.post("/v3/election/resign", {}, title="resigned without a leader")
    c.http("GET", "/v3/lock/lock")
    c.http("GET", "/v3/election/campaign")
