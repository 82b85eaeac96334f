# SPDX-License-Identifier: Apache-2.0
"""A follower that is far behind is fed by snapshot: what does the leader's p99 put suffer, ours and real etcd's?"""
import argparse
import json
import os
import subprocess
import threading
import time

from servers import CACHE, PROGRAMS, Server, fill, load

VALUE_BYTES = 4096
CLIENTS = 4
SLICE_SECONDS = 5


def status(server):
    """None where it does not answer."""
    out = subprocess.run(
        [os.path.join(CACHE, "bin", "etcdctl-3.7"), "--endpoints", f"127.0.0.1:{server.port}", "--command-timeout", "2s",
         "endpoint", "status", "-w", "json"], capture_output=True, text=True).stdout
    answers = json.loads(out) if out else None
    return answers[0]["Status"] if answers else None


class Follower(threading.Thread):
    """Starts a member and waits until it has applied what the leader had committed by then."""

    def __init__(self, server, leader):
        super().__init__()
        self.server, self.target = server, status(leader)["raftIndex"]
        self.began, self.caught_up = time.monotonic(), None

    def run(self):
        self.server.start()
        while self.caught_up is None:
            answer = status(self.server)
            if answer and answer.get("raftAppliedIndex", 0) >= self.target:
                self.caught_up = time.monotonic() - self.began
            else:
                time.sleep(0.2)


def measure(name, port, keys):
    cluster = {f"m{i}": port + 10 * i for i in range(3)}
    flags = ["--log-level", "error", "--quota-backend-bytes", str(8 << 30)]
    members = [Server(name, at, member, cluster, flags) for member, at in cluster.items()]
    try:
        for member in members:
            member.wait()
        statuses = [status(member) for member in members]
        leader = next(m for m, s in zip(members, statuses) if s["header"]["member_id"] == s["leader"])
        follower = next(m for m in members if m is not leader)
        follower.end()
        print(f"{name}: filling {keys} keys of {VALUE_BYTES} bytes while one follower is down", flush=True)
        fill(leader, "catchup", keys, VALUE_BYTES)
        load(leader, "put", CLIENTS, 10)
        quiet = load(leader, "put", CLIENTS, 15)
        late = Follower(follower, leader)
        late.start()
        slices = []
        while late.is_alive():
            slices.append(load(leader, "put", CLIENTS, SLICE_SECONDS))
        busy = max(each["p99_ms"] for each in slices)
        print(f"{name}: quiet p99 {quiet['p99_ms']:.2f} ms, worst p99 of {SLICE_SECONDS} s while catching up {busy:.2f} ms, "
              f"caught up in {late.caught_up:.1f} s", flush=True)
        return busy / quiet["p99_ms"]
    finally:
        for member in members:
            member.stop()


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--behind-mib", type=int, default=1024)
    options.add_argument("--port", type=int, default=24990)
    chosen = options.parse_args()
    keys = chosen.behind_mib * (1 << 20) // VALUE_BYTES
    rises = {name: measure(name, chosen.port + 100 * i, keys) for i, name in enumerate(PROGRAMS)}
    print(f"the leader's p99 put rises to {rises['cairn']:.1f} times its quiet value, etcd's to {rises['etcd']:.1f} times")


main()
