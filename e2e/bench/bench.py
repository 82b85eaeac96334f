# SPDX-License-Identifier: Apache-2.0
"""Side by side with real etcd: throughput and server CPU per operation, start-up and idle memory."""
import argparse
import statistics
import time

from servers import PROGRAMS, Server, load

# A server lives for months, its first seconds are not it: both are warm before anything is measured, a JVM needs it.
WARMING = [("put", 100, 15), ("get", 100, 8), ("range", 10, 5)]
JOBS = [("put", 1), ("put", 100), ("put", 1000), ("get", 100), ("range", 10)]
FLAGS = ["--log-level", "error"]


def compare(pairs, seconds, port):
    results = {}
    for pair in range(pairs):
        for offset, name in enumerate(PROGRAMS if pair % 2 == 0 else reversed(list(PROGRAMS))):
            server = Server(name, port + 10 * offset, flags=FLAGS)
            try:
                server.wait()
                for job in WARMING:
                    load(server, *job)
                for job in JOBS:
                    results.setdefault((job, name), []).append(load(server, *job, seconds))
                    print(f"  pair {pair + 1}/{pairs} {name:5} {job[0]:5} {job[1]:5} clients: "
                          f"{results[(job, name)][-1]['ops_per_second']:8.0f}/s", flush=True)
            finally:
                server.stop()
    return results


def table(results):
    print("\n| job | clients | throughput, ours : etcd | server CPU per op, ours : etcd | p99, ours : etcd |")
    print("|---|---|---|---|---|")
    for job in JOBS:
        ratio = {key: statistics.median(ours[key] / theirs[key]
                                        for ours, theirs in zip(results[(job, "cairn")], results[(job, "etcd")]))
                 for key in ("ops_per_second", "cpu_us", "p99_ms")}
        print(f"| {job[0]} | {job[1]} | {ratio['ops_per_second']:.2f} | {ratio['cpu_us']:.2f} | {ratio['p99_ms']:.2f} |")


def startup(runs, port):
    times = []
    for _ in range(runs):
        began = time.monotonic()
        server = Server("cairn", port, flags=FLAGS)
        try:
            server.wait()
            times.append(time.monotonic() - began)
        finally:
            server.stop()
    print(f"\nstart to first linearizable get, empty disk, median of {runs}: {statistics.median(times):.2f} s")


def idle(seconds, port):
    server = Server("cairn", port, flags=FLAGS)
    try:
        server.wait()
        time.sleep(seconds)
        print(f"resident memory {seconds} s after start, idle: {server.resident_mb():.0f} MB")
    finally:
        server.stop()


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--pairs", type=int, default=5)
    options.add_argument("--seconds", type=float, default=5)
    options.add_argument("--starts", type=int, default=10)
    options.add_argument("--idle-seconds", type=int, default=60)
    options.add_argument("--port", type=int, default=24790)
    chosen = options.parse_args()
    results = compare(chosen.pairs, chosen.seconds, chosen.port)
    table(results)
    startup(chosen.starts, chosen.port + 100)
    idle(chosen.idle_seconds, chosen.port + 200)


main()
