# SPDX-License-Identifier: Apache-2.0
"""Servers under measurement, real etcd or ours, and the programs that load them."""
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request

CACHE = os.environ.get("CAIRN_CACHE", os.path.expanduser("~/.cache/cairn"))
PROGRAMS = {"etcd": os.path.join(CACHE, "bin", "etcd-3.7"), "cairn": os.path.abspath("bin/etcd")}
TICKS = os.sysconf("SC_CLK_TCK")


def urls(port):
    return f"http://127.0.0.1:{port}", f"http://127.0.0.1:{port + 1}"


class Server:
    """One member on `port` and the next; `cluster` maps the names of all members to their ports."""

    def __init__(self, name, port, member="default", cluster=None, flags=()):
        self.directory = tempfile.mkdtemp(prefix=f"bench-{name}-")
        self.port = port
        self.log = open(os.path.join(self.directory, "log"), "w")
        client, peer = urls(port)
        founders = ",".join(f"{each}={urls(at)[1]}" for each, at in (cluster or {member: port}).items())
        self.command = [
            PROGRAMS[name], "--name", member, "--data-dir", os.path.join(self.directory, "data"),
            "--listen-client-urls", client, "--advertise-client-urls", client, "--listen-peer-urls", peer,
            "--initial-advertise-peer-urls", peer, "--initial-cluster", founders, *flags]
        self.start()

    def start(self):
        self.process = subprocess.Popen(self.command, stdout=self.log, stderr=self.log)

    def answers(self, serializable=False):
        body = b'{"key":"YQ==","serializable":true}' if serializable else b'{"key":"YQ=="}'
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}/v3/kv/range", body)
        try:
            return urllib.request.urlopen(request, timeout=1).status == 200
        except OSError:
            return False

    def wait(self, seconds=60):
        began = time.monotonic()
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() - began > seconds:
                sys.exit(f"the server does not answer; its log is {self.log.name}")
            time.sleep(0.005)

    def cpu_seconds(self):
        with open(f"/proc/{self.process.pid}/stat") as stat:
            fields = stat.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def resident_mb(self):
        with open(f"/proc/{self.process.pid}/status") as status:
            return int(re.search(r"VmRSS:\s+(\d+)", status.read()).group(1)) / 1024

    def end(self, how=signal.SIGTERM):
        self.process.send_signal(how)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def stop(self):
        if self.process.poll() is None:
            self.end()
        self.log.close()
        shutil.rmtree(self.directory, ignore_errors=True)


def java(program, *arguments):
    """What a program of the package dev.cairn.node.bench printed."""
    classpath = os.environ.get("BENCH_CLASSPATH") or sys.exit("BENCH_CLASSPATH is not set: run make bench")
    return subprocess.run(
        [os.path.join(os.environ["JAVA_HOME"], "bin", "java"), "-XX:+UseSerialGC", "--sun-misc-unsafe-memory-access=allow",
         "--enable-native-access=ALL-UNNAMED", "-cp", classpath,
         f"dev.cairn.node.bench.{program}", "127.0.0.1", *map(str, arguments)],
        check=True, stdout=subprocess.PIPE, text=True).stdout


def fill(server, prefix, count, value_bytes):
    java("Filler", server.port, prefix, count, value_bytes)


def load(server, operation, clients, seconds):
    before = server.cpu_seconds()
    out = java("LoadGenerator", server.port, operation, clients, seconds)
    values = dict(zip(out.split()[::2], map(float, out.split()[1::2])))
    # The warm-up, 0.3 of the measured time, costs CPU too: count its operations at the measured rate.
    operations = max(1.0, 1.3 * values["ops"])
    values["cpu_us"] = (server.cpu_seconds() - before) * 1e6 / operations
    return values
