# SPDX-License-Identifier: Apache-2.0
"""Real etcd and ours as processes, each on ports of its own but told the same URLs, so that their ids are equal."""
import os
import signal
import socket
import subprocess
import time
import urllib.request

BIN = os.path.join(os.environ.get("CAIRN_CACHE", os.path.expanduser("~/.cache/cairn")), "bin")
# Advertised by both, listened on by neither: a lone member never calls itself.
CLIENT_URL = "http://127.0.0.1:2379"
PEER_URL = "http://127.0.0.1:2380"


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Server:
    """One member; `name` is how the report calls it."""

    def __init__(self, name, program, directory, minor, flags=()):
        self.name = name
        self.port = free_port()
        self.metrics_port = free_port()
        self.endpoint = f"127.0.0.1:{self.port}"
        self.minor = minor
        self.data = os.path.join(directory, name)
        self.log_path = self.data + ".log"
        self.command = [
            program,
            f"--data-dir={self.data}",
            f"--listen-client-urls=http://{self.endpoint}",
            f"--advertise-client-urls={CLIENT_URL}",
            f"--listen-peer-urls=http://127.0.0.1:{free_port()}",
            f"--initial-advertise-peer-urls={PEER_URL}",
            f"--initial-cluster=default={PEER_URL}",
            f"--listen-metrics-urls=http://127.0.0.1:{self.metrics_port}",
            *flags,
        ]
        self.process = None

    def launch(self):
        with open(self.log_path, "ab") as log:
            self.process = subprocess.Popen(self.command, stdout=log, stderr=log)

    def await_ready(self, seconds=60):
        deadline = time.monotonic() + seconds
        while True:
            if self.process.poll() is not None:
                raise SystemExit(f"compare: {self.name} ended; see {self.log_path}")
            try:
                with urllib.request.urlopen(f"http://{self.endpoint}/readyz", timeout=2) as answer:
                    with urllib.request.urlopen(f"http://{self.endpoint}/version", timeout=2) as version:
                        if answer.status == 200 and b"not_decided" not in version.read():
                            return
            except OSError:
                pass
            if time.monotonic() > deadline:
                raise SystemExit(f"compare: {self.name} is not ready after {seconds} s; see {self.log_path}")
            time.sleep(0.1)

    def require_alive(self):
        if self.process.poll() is not None:
            with open(self.log_path, encoding="utf-8") as log:
                raise SystemExit(f"compare: {self.name} ended:\n{log.read()[-2000:]}")

    def stop(self, how=signal.SIGTERM):
        if self.process and self.process.poll() is None:
            self.process.send_signal(how)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()

    def tool(self, name):
        return os.path.join(BIN, f"{name}-{self.minor}")


def start_pair(directory, minor, ours):
    """Both fresh, both healthy."""
    cheap = ("--bcrypt-cost=4",)  # etcdctl waits two seconds for a login, however busy the machine is
    pair = [
        Server("etcd", os.path.join(BIN, f"etcd-{minor}"), directory, minor, cheap),
        Server("cairn", ours, directory, minor, cheap if minor == "3.7" else (*cheap, f"--compat-version={minor}")),
    ]
    for server in pair:
        server.launch()
    for server in pair:
        server.await_ready()
    return pair
