# SPDX-License-Identifier: Apache-2.0
"""Both are killed and started again: what they answer then."""
import signal

import probes
from cases.kv import b64


def run(c):
    c.post("/v3/lease/grant", {"TTL": 600, "ID": 300})
    c.post("/v3/kv/put", {"key": b64("z"), "value": b64("1"), "lease": 300})
    c.post("/v3/maintenance/alarm", {"action": "ACTIVATE", "alarm": "NOSPACE", "memberID": 1})
    for how in (signal.SIGKILL, signal.SIGTERM):
        c.setup(lambda s: restart(s, how))
        after = f"after {how.name}"
        c.ctl("get '' --prefix -w json", title=f"all keys {after}")
        c.ctl("endpoint hashkv -w json", title=f"hashkv {after}")
        c.ctl("lease timetolive 12c --keys -w json", title=f"a lease {after}", mask=("ttl", "TTL"))
        c.ctl("member list -w json", title=f"members {after}")
        c.ctl("alarm list", title=f"alarms {after}")
        c.http("GET", "/version")
        c.post("/v3/kv/range", {"key": b64("z"), "revision": 1}, title=f"what was compacted {after}")
    c.ctl("alarm disarm", title="alarm disarm after restarts")
    c.ctl("put z 2 --prev-kv -w json", title="a put after restarts")


def restart(server, how):
    server.stop(how)
    server.launch()
    server.await_ready()
