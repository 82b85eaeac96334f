#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Trains the node's AOT cache: train.py DATA_DIRECTORY_IN_ROOT CACHE_FILE COMMAND…

Starts the command (a launcher, perhaps behind chroot) as a member on loopback, puts, gets and watches over gRPC and JSON,
asks the status pages, and ends it with SIGTERM; the JVM writes the cache as it goes down.
"""
import json
import os
import pathlib
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

START_SECONDS = 60
ASSEMBLY_SECONDS = 300


def free_ports(count):
    sockets = [socket.socket() for _ in range(count)]
    try:
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]
    finally:
        for each in sockets:
            each.close()


def await_ready(url, process, log):
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            sys.exit(f"train.py: the member ended with status {process.returncode} before it was ready:\n{log.read_text()}")
        try:
            with urllib.request.urlopen(url, timeout=2) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.05)
    process.kill()
    sys.exit(f"train.py: the member was not ready after {START_SECONDS} s")


def ask(url, body=None):
    """Training does not judge answers: a page that fails is trained as well."""
    data = None if body is None else json.dumps(body).encode()
    try:
        with urllib.request.urlopen(urllib.request.Request(url, data), timeout=10) as answer:
            answer.read()
    except urllib.error.HTTPError:
        pass


def frame(kind, flags, stream, payload):
    return struct.pack(">I", len(payload))[1:] + bytes([kind, flags]) + struct.pack(">I", stream) + payload


def literal(name, value):
    """An HPACK field that is neither indexed nor compressed."""
    return b"\x00" + bytes([len(name)]) + name.encode() + bytes([len(value)]) + value.encode()


class Grpc:
    """As much of a gRPC client as training needs: unary calls, and streams that are left open."""

    def __init__(self, port):
        self.connection = socket.create_connection(("127.0.0.1", port), timeout=10)
        self.connection.sendall(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + frame(4, 0, 0, b""))
        self.stream = -1

    def call(self, method, message, end=True):
        self.stream += 2
        fields = [
            (":method", "POST"), (":scheme", "http"), (":path", method), (":authority", "localhost"),
            ("content-type", "application/grpc"), ("te", "trailers"),
        ]
        head = b"".join(literal(name, value) for name, value in fields)
        body = b"\x00" + struct.pack(">I", len(message)) + message
        self.connection.sendall(frame(1, 4, self.stream, head) + frame(0, 1 if end else 0, self.stream, body))
        return self.await_answer(self.stream, until_end=end)

    def await_answer(self, stream, until_end):
        """Reads frames until the stream ends, or, where it stays open, until its first data."""
        while True:
            head = self.read(9)
            kind, flags, at = head[3], head[4], struct.unpack(">I", head[5:])[0]
            payload = self.read(struct.unpack(">I", b"\0" + head[:3])[0])
            if kind == 4 and not flags & 1:
                self.connection.sendall(frame(4, 1, 0, b""))
            if kind == 6 and not flags & 1:
                self.connection.sendall(frame(6, 1, 0, payload))
            if kind == 7:
                sys.exit(f"train.py: the member closed the connection: {payload!r}")
            if at == stream and (kind == 3 or flags & 1 if until_end else kind == 0):
                return payload

    def read(self, size):
        data = b""
        while len(data) < size:
            part = self.connection.recv(size - len(data))
            if not part:
                sys.exit("train.py: the member closed the connection")
            data += part
        return data


def exercise(port, base):
    key = bytes([0x0A, 1, ord("k")])
    grpc = Grpc(port)
    watch = bytes([0x0A, len(key)]) + key
    grpc.call("/etcdserverpb.Watch/Watch", watch, end=False)
    for i in range(300):
        grpc.call("/etcdserverpb.KV/Put", key + bytes([0x12, 3]) + b"%03d" % i)
        grpc.call("/etcdserverpb.KV/Range", key)
    grpc.call("/etcdserverpb.KV/Txn", b"")
    grpc.call("/etcdserverpb.Lease/LeaseGrant", bytes([0x08, 60]))
    grpc.call("/etcdserverpb.Maintenance/Status", b"")
    grpc.call("/etcdserverpb.Maintenance/HashKV", b"")
    grpc.call("/etcdserverpb.Cluster/MemberList", b"")
    for _ in range(20):
        ask(base + "/v3/kv/put", {"key": "Zm9v", "value": "YmFy"})
        ask(base + "/v3/kv/range", {"key": "Zm9v"})
    for page in ("/version", "/health", "/livez", "/readyz", "/metrics"):
        ask(base + page)


def main():
    data, cache, command = sys.argv[1], pathlib.Path(sys.argv[2]), sys.argv[3:]
    client, peer = free_ports(2)
    base = f"http://127.0.0.1:{client}"
    flags = [
        f"--data-dir={data}", f"--listen-client-urls={base}", f"--advertise-client-urls={base}",
        f"--listen-peer-urls=http://127.0.0.1:{peer}", f"--initial-advertise-peer-urls=http://127.0.0.1:{peer}",
        f"--initial-cluster=default=http://127.0.0.1:{peer}",
    ]
    log = pathlib.Path(tempfile.mkstemp(prefix="train-", suffix=".log")[1])
    with log.open("w") as output:
        process = subprocess.Popen(command + flags, stdout=output, stderr=output,
                                   env={**os.environ, "CAIRN_JVM_OPTIONS": os.environ["TRAINING_OPTIONS"]})
    try:
        await_ready(base + "/readyz", process, log)
        exercise(client, base)
        process.send_signal(signal.SIGTERM)
        process.wait(ASSEMBLY_SECONDS)
    finally:
        if process.poll() is None:
            process.kill()
    said = log.read_text()
    log.unlink()
    if not cache.is_file():
        sys.exit(f"train.py: the JVM left no cache at {cache}:\n{said}")


main()
