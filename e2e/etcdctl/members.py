# SPDX-License-Identifier: Apache-2.0
"""Members as processes with mutual TLS, and the stock tools that talk to them."""
import json
import os
import signal
import socket
import subprocess
import time

STOCK = os.path.join(os.environ.get("CAIRN_CACHE", os.path.expanduser("~/.cache/cairn")), "bin")
OURS = os.environ["CAIRN_BIN"]


class Failed(Exception):
    """A check that does not hold; the text says what was expected and what came."""


def free_ports(count):
    """Held together until all are known, so that no two are equal."""
    sockets = [socket.socket() for _ in range(count)]
    try:
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]
    finally:
        for each in sockets:
            each.close()


class Tools:
    """Stock etcdctl and etcdutl of one minor version, and our own etcdutl."""

    def __init__(self, pki, minor):
        self.pki = pki
        self.minor = minor
        self.endpoints = ""

    def environment(self):
        return {**os.environ, "ETCDCTL_CACERT": f"{self.pki}/ca.crt", "ETCDCTL_CERT": f"{self.pki}/client.crt",
                "ETCDCTL_KEY": f"{self.pki}/client.key"}

    def ctl_command(self, *arguments, endpoints=None):
        return [f"{STOCK}/etcdctl-{self.minor}", f"--endpoints={endpoints or self.endpoints}", *arguments]

    def ctl(self, *arguments, endpoints=None, stdin="", fails=False):
        return self.run(self.ctl_command(*arguments, endpoints=endpoints), stdin, fails)

    def json(self, *arguments, endpoints=None):
        return json.loads(self.ctl(*arguments, "-w", "json", endpoints=endpoints))

    def stock_utl(self, *arguments, fails=False):
        return self.run([f"{STOCK}/etcdutl-{self.minor}", *arguments], "", fails)

    def own_utl(self, *arguments, fails=False):
        return self.run([f"{OURS}/etcdutl", *arguments], "", fails)

    def run(self, command, stdin="", fails=False):
        """Standard output; of a command that has to fail, what it says on standard error."""
        ran = subprocess.run(command, input=stdin, capture_output=True, text=True, timeout=60, env=self.environment())
        if (ran.returncode != 0) != fails:
            raise Failed(f"{' '.join(command[2:])} ended with {ran.returncode}: {ran.stdout}{ran.stderr}")
        return ran.stderr if fails else ran.stdout


class Member:
    """One process; `flags` beside those that every member gets."""

    def __init__(self, name, program, directory, pki, ports, flags):
        self.name = name
        self.client_port, self.peer_port = ports
        self.endpoint = f"https://127.0.0.1:{self.client_port}"
        self.peer_url = f"https://127.0.0.1:{self.peer_port}"
        self.log_path = os.path.join(directory, f"{name}.log")
        self.command = [
            program, f"--name={name}", f"--data-dir={os.path.join(directory, name)}",
            f"--listen-client-urls={self.endpoint}", f"--advertise-client-urls={self.endpoint}",
            f"--listen-peer-urls={self.peer_url}", f"--initial-advertise-peer-urls={self.peer_url}",
            f"--cert-file={pki}/member.crt", f"--key-file={pki}/member.key", "--client-cert-auth",
            f"--trusted-ca-file={pki}/ca.crt",
            f"--peer-cert-file={pki}/member.crt", f"--peer-key-file={pki}/member.key", "--peer-client-cert-auth",
            f"--peer-trusted-ca-file={pki}/ca.crt", "--heartbeat-interval=200", "--election-timeout=3000", *flags,
        ]
        self.process = None

    def start(self, *flags):
        with open(self.log_path, "ab") as log:
            self.process = subprocess.Popen([*self.command, *flags], stdout=log, stderr=log)

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()

    def log_tail(self):
        with open(self.log_path, encoding="utf-8", errors="replace") as log:
            return log.read()[-2000:]


def await_healthy(members, tools, seconds=180):
    """Long, for machines that do much else; says every ten seconds what it waits for."""
    said = time.monotonic()
    deadline = time.monotonic() + seconds
    for member in members:
        while True:
            if member.process.poll() is not None:
                raise Failed(f"{member.name} ended:\n{member.log_tail()}")
            try:
                tools.ctl("endpoint", "health", endpoints=member.endpoint)
                break
            except Failed as e:
                if time.monotonic() > deadline:
                    raise Failed(f"{member.name} is not healthy after {seconds} s: {e}\n{member.log_tail()}") from e
                if time.monotonic() - said > 10:
                    said = time.monotonic()
                    print(f"    still waiting for {member.name}", flush=True)
                time.sleep(0.2)


def cluster(directory, pki, program, flags=()):
    """Three members, not started."""
    names = ("one", "two", "three")
    ports = free_ports(6)
    members = [Member(name, program, directory, pki, ports[2 * i:2 * i + 2], flags) for i, name in enumerate(names)]
    initial = ",".join(f"{each.name}={each.peer_url}" for each in members)
    for each in members:
        each.command.append(f"--initial-cluster={initial}")
    return members
