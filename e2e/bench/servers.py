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


def command(program, *arguments):
    """That runs a program of the package dev.cairn.node.bench."""
    classpath = os.environ.get("BENCH_CLASSPATH") or sys.exit("BENCH_CLASSPATH is not set: run make bench")
    return [os.path.join(os.environ["JAVA_HOME"], "bin", "java"), "-XX:+UseSerialGC", "--sun-misc-unsafe-memory-access=allow",
            "--enable-native-access=ALL-UNNAMED", "-cp", classpath,
            f"dev.cairn.node.bench.{program}", "127.0.0.1", *map(str, arguments)]


def figures(line):
    return dict(zip(line.split()[::2], map(float, line.split()[1::2])))


def fill(server, prefix, count, value_bytes):
    subprocess.run(command("Filler", server.port, prefix, count, value_bytes), check=True, stdout=subprocess.DEVNULL)


def load(server, operation, clients, seconds):
    before = server.cpu_seconds()
    ran = subprocess.run(
        command("LoadGenerator", server.port, operation, clients, seconds), check=True, stdout=subprocess.PIPE, text=True)
    values = figures(ran.stdout)
    # The warm-up, 0.3 of the measured time, costs CPU too: count its operations at the measured rate.
    operations = max(1.0, 1.3 * values["ops"])
    values["cpu_us"] = (server.cpu_seconds() - before) * 1e6 / operations
    return values


class SteadyLoad:
    """Goes on until it is closed, and tells what it measured since it was last asked."""

    def __init__(self, server, operation, clients):
        self.process = subprocess.Popen(
            command("LoadGenerator", server.port, operation, clients), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def figures(self):
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        return figures(self.process.stdout.readline())

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait()
