#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Trains the node's AOT cache: train.py DATA_DIRECTORY_IN_ROOT CACHE_FILE COMMAND…

Starts the command (a launcher, perhaps behind chroot) as a member on loopback. Puts, gets and watches over gRPC and JSON,
plain and with mutual TLS by keys of either kind, asks the status pages and the peer port, and ends it with SIGTERM; the JVM
writes the cache as it goes down. TRAINING_ROOT is the command's root where that is not ours.
"""
import json
import os
import pathlib
import signal
import socket
import ssl
import struct
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

START_SECONDS = 300
ASSEMBLY_SECONDS = 300
RELOAD_SECONDS = 1.2  # a member looks once a second whether its files have changed


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


def ask(url, body=None, context=None):
    """Training does not judge answers: a page that fails is trained as well."""
    data = None if body is None else json.dumps(body).encode()
    try:
        with urllib.request.urlopen(urllib.request.Request(url, data), timeout=10, context=context) as answer:
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

    def __init__(self, port, context=None):
        self.scheme = "https" if context else "http"
        self.connection = socket.create_connection(("127.0.0.1", port), timeout=10)
        if context:
            self.connection = context.wrap_socket(self.connection, server_hostname="127.0.0.1")
        self.connection.sendall(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + frame(4, 0, 0, b""))
        self.stream = -1

    def call(self, method, message, end=True):
        self.stream += 2
        fields = [
            (":method", "POST"), (":scheme", self.scheme), (":path", method), (":authority", "localhost"),
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


class Authority:
    """Certificates by openssl: `member` for the members, of the kind last written, and `client` for us."""

    EC = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1")
    RSA = ("-newkey", "rsa:2048")

    def __init__(self, root, directory):
        self.outside = pathlib.Path(root + directory)
        self.inside = pathlib.Path(directory)
        self.outside.mkdir(parents=True)
        self.openssl("req", "-x509", *self.EC, "-nodes", "-days", "1", "-subj", "/CN=training", "-keyout", "ca.key", "-out", "ca.crt")
        (self.outside / "ext").write_text("subjectAltName=IP:127.0.0.1\nextendedKeyUsage=serverAuth,clientAuth\n")
        self.issue("client", self.RSA)
        self.issue("member", self.EC)

    def openssl(self, *arguments):
        try:
            subprocess.run(("openssl", *arguments), cwd=self.outside, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        except FileNotFoundError:
            sys.exit("train.py: openssl is missing: make setup")
        except subprocess.CalledProcessError as e:
            sys.exit(f"train.py: openssl {arguments[0]} failed: {e.stderr.decode()}")

    def issue(self, name, kind):
        self.openssl("req", *kind, "-nodes", "-subj", f"/CN={name}", "-keyout", f"{name}.new", "-out", f"{name}.csr")
        self.openssl("x509", "-req", "-in", f"{name}.csr", "-CA", "ca.crt", "-CAkey", "ca.key", "-CAcreateserial", "-days", "1",
                     "-extfile", "ext", "-out", f"{name}.crt")
        (self.outside / f"{name}.new").replace(self.outside / f"{name}.key")

    def context(self, highest, protocols=()):
        context = ssl.create_default_context(cafile=str(self.outside / "ca.crt"))
        context.maximum_version = highest
        context.load_cert_chain(self.outside / "client.crt", self.outside / "client.key")
        if protocols:
            context.set_alpn_protocols(list(protocols))
        return context

    def flags(self, prefix=""):
        return [f"--{prefix}{flag}={self.inside / file}" for flag, file in
                (("cert-file", "member.crt"), ("key-file", "member.key"), ("trusted-ca-file", "ca.crt"))] + [f"--{prefix}client-cert-auth"]


def exercise_tls(port, peer_port, authority):
    key = bytes([0x0A, 1, ord("k")])
    for highest in (ssl.TLSVersion.TLSv1_3, ssl.TLSVersion.TLSv1_2):
        grpc = Grpc(port, authority.context(highest, ("h2",)))
        for _ in range(20):
            grpc.call("/etcdserverpb.KV/Range", key)
        ask(f"https://127.0.0.1:{port}/v3/kv/range", {"key": "Zm9v"}, authority.context(highest))
        for page in ("/members", "/version"):
            ask(f"https://127.0.0.1:{peer_port}{page}", context=authority.context(highest))


def main():
    data, cache, command = sys.argv[1], pathlib.Path(sys.argv[2]), sys.argv[3:]
    authority = Authority(os.environ.get("TRAINING_ROOT", ""), data + "-pki")
    client, peer = free_ports(2)
    base, peer_url = f"http://127.0.0.1:{client}", f"https://127.0.0.1:{peer}"
    flags = [
        f"--data-dir={data}", f"--listen-client-urls={base},https://127.0.0.1:{client}", f"--advertise-client-urls={base}",
        f"--listen-peer-urls={peer_url}", f"--initial-advertise-peer-urls={peer_url}", f"--initial-cluster=default={peer_url}",
        *authority.flags(), *authority.flags("peer-"),
    ]
    log = pathlib.Path(tempfile.mkstemp(prefix="train-", suffix=".log")[1])
    with log.open("w") as output:
        process = subprocess.Popen(command + flags, stdout=output, stderr=output,
                                   env={**os.environ, "CAIRN_JVM_OPTIONS": os.environ["TRAINING_OPTIONS"]})
    try:
        await_ready(base + "/readyz", process, log)
        exercise(client, base)
        exercise_tls(client, peer, authority)
        authority.issue("member", authority.RSA)
        time.sleep(RELOAD_SECONDS)
        exercise_tls(client, peer, authority)
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
