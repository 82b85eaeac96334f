# SPDX-License-Identifier: Apache-2.0
"""A follower that is far behind is fed by snapshot: what does the leader's p99 put suffer, ours and real etcd's?"""
import argparse
import json
import os
import statistics
import subprocess
import time

from servers import CACHE, PROGRAMS, Server, SteadyLoad, fill

VALUE_BYTES = 4096
CLIENTS = 4
WARM_UP_SECONDS = 10
QUIET_SECONDS = 15


def status(server):
    """None where it does not answer."""
    out = subprocess.run(
        [os.path.join(CACHE, "bin", "etcdctl-3.7"), "--endpoints", f"127.0.0.1:{server.port}", "--command-timeout", "2s",
         "endpoint", "status", "-w", "json"], capture_output=True, text=True).stdout
    answers = json.loads(out) if out else None
    return answers[0]["Status"] if answers else None


def catch_up(follower, leader):
    """Starts a member and answers how long it took until it had applied what the leader had committed by then."""
    target, began = status(leader)["raftIndex"], time.monotonic()
    follower.start()
    while True:
        answer = status(follower)
        if answer and answer.get("raftAppliedIndex", 0) >= target:
            return time.monotonic() - began
        time.sleep(0.5)


def measure(name, port, keys):
    """By how much the leader's p99 put rises."""
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
        with SteadyLoad(leader, "put", CLIENTS) as puts:
            time.sleep(WARM_UP_SECONDS)
            puts.figures()
            time.sleep(QUIET_SECONDS)
            quiet = puts.figures()["p99_ms"]
            seconds = catch_up(follower, leader)
            busy = puts.figures()["p99_ms"]
        print(f"{name}: p99 quiet {quiet:.2f} ms, while catching up {busy:.2f} ms, caught up in {seconds:.1f} s", flush=True)
        return busy / quiet
    finally:
        for member in members:
            member.stop()


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--behind-mib", type=int, default=1024)
    options.add_argument("--pairs", type=int, default=3)
    options.add_argument("--port", type=int, default=24990)
    chosen = options.parse_args()
    keys = chosen.behind_mib * (1 << 20) // VALUE_BYTES
    rises = {name: [] for name in PROGRAMS}
    for pair in range(chosen.pairs):
        for name in sorted(PROGRAMS, reverse=pair % 2 == 1):
            rises[name].append(measure(name, chosen.port, keys))
    listed = {name: ", ".join(f"{rise:.1f}" for rise in each) for name, each in rises.items()}
    print(f"the leader's p99 put rises, ours {listed['cairn']}, etcd's {listed['etcd']}")
    print(f"median of {chosen.pairs} pairs: to {statistics.median(rises['cairn']):.1f} times its quiet value, "
          f"etcd's to {statistics.median(rises['etcd']):.1f} times")


main()
