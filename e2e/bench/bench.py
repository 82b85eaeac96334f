# SPDX-License-Identifier: Apache-2.0
"""Side by side with real etcd: throughput and server CPU per operation, start-up and idle memory."""
import argparse
import os
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request

# A server lives for months, its first seconds are not it: both are warm before anything is measured, a JVM needs it.
WARMING = [("put", 100, 15), ("get", 100, 8), ("range", 10, 5)]
JOBS = [("put", 1), ("put", 100), ("put", 1000), ("get", 100), ("range", 10)]
CACHE = os.environ.get("CAIRN_CACHE", os.path.expanduser("~/.cache/cairn"))
SERVERS = {"etcd": os.path.join(CACHE, "bin", "etcd-3.7"), "cairn": os.path.abspath("bin/etcd")}
TICKS = os.sysconf("SC_CLK_TCK")


class Server:
    def __init__(self, name, port):
        self.directory = tempfile.mkdtemp(prefix=f"bench-{name}-")
        self.port = port
        self.log = open(os.path.join(self.directory, "log"), "w")
        client, peer = f"http://127.0.0.1:{port}", f"http://127.0.0.1:{port + 1}"
        self.process = subprocess.Popen(
            [SERVERS[name], "--data-dir", os.path.join(self.directory, "data"), "--listen-client-urls", client,
             "--advertise-client-urls", client, "--listen-peer-urls", peer, "--initial-advertise-peer-urls", peer,
             "--initial-cluster", f"default={peer}", "--log-level", "error"],
            stdout=self.log, stderr=self.log)

    def answers(self):
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}/v3/kv/range", b'{"key":"YQ=="}')
        try:
            return urllib.request.urlopen(request, timeout=1).status == 200
        except OSError:
            return False

    def wait(self):
        began = time.monotonic()
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() - began > 60:
                sys.exit(f"the server does not answer; its log is {self.log.name}")
            time.sleep(0.005)

    def cpu_seconds(self):
        with open(f"/proc/{self.process.pid}/stat") as stat:
            fields = stat.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def resident_mb(self):
        with open(f"/proc/{self.process.pid}/status") as status:
            return int(re.search(r"VmRSS:\s+(\d+)", status.read()).group(1)) / 1024

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
        self.log.close()
        shutil.rmtree(self.directory, ignore_errors=True)


def load(server, operation, clients, seconds):
    classpath = os.environ.get("BENCH_CLASSPATH") or sys.exit("BENCH_CLASSPATH is not set: run make bench")
    before = server.cpu_seconds()
    java = os.path.join(os.environ["JAVA_HOME"], "bin", "java")
    out = subprocess.run(
        [java, "-XX:+UseSerialGC", "-cp", classpath, "dev.cairn.node.bench.LoadGenerator",
         "127.0.0.1", str(server.port), operation, str(clients), str(seconds)],
        check=True, capture_output=True, text=True).stdout
    values = dict(zip(out.split()[::2], map(float, out.split()[1::2])))
    # The warm-up, 0.3 of the measured time, costs CPU too: count its operations at the measured rate.
    operations = max(1.0, 1.3 * values["ops"])
    values["cpu_us"] = (server.cpu_seconds() - before) * 1e6 / operations
    return values


def compare(pairs, seconds, port):
    results = {}
    for pair in range(pairs):
        for offset, name in enumerate(SERVERS if pair % 2 == 0 else reversed(list(SERVERS))):
            server = Server(name, port + 10 * offset)
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
        server = Server("cairn", port)
        try:
            server.wait()
            times.append(time.monotonic() - began)
        finally:
            server.stop()
    print(f"\nstart to first linearizable get, empty disk, median of {runs}: {statistics.median(times):.2f} s")


def idle(seconds, port):
    server = Server("cairn", port)
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
