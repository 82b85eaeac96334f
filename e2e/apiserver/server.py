# SPDX-License-Identifier: Apache-2.0
"""A kube-apiserver as a process, and requests to it."""
import http.client
import json
import os
import signal
import socket
import ssl
import subprocess
import threading
import time

import members

COMPACTION_SECONDS = 5
EVENT_SECONDS = 3


class ApiServer:
    """Listens on a free port of 127.0.0.1; its store is one member."""

    def __init__(self, state, store):
        pki = os.path.join(state, "pki")
        self.port = members.free_ports(1)[0]
        self.log_path = os.path.join(state, "kube-apiserver.log")
        self.tls = ssl.create_default_context(cafile=f"{pki}/ca.crt")
        self.tls.load_cert_chain(f"{pki}/admin.crt", f"{pki}/admin.key")
        self.command = [
            os.path.join(members.STOCK, "kube-apiserver"),
            "--bind-address=127.0.0.1", f"--secure-port={self.port}", "--endpoint-reconciler-type=none",
            f"--etcd-servers={store.endpoint}", f"--etcd-cafile={pki}/ca.crt",
            f"--etcd-certfile={pki}/client.crt", f"--etcd-keyfile={pki}/client.key",
            f"--etcd-compaction-interval={COMPACTION_SECONDS}s", f"--event-ttl={EVENT_SECONDS}s",
            # Pages of a list then come from the store, and not from a copy in the API server's memory.
            "--feature-gates=ListFromCacheSnapshot=false",
            f"--client-ca-file={pki}/ca.crt", f"--tls-cert-file={pki}/apiserver.crt",
            f"--tls-private-key-file={pki}/apiserver.key",
            "--service-account-issuer=https://kubernetes.default.svc",
            f"--service-account-signing-key-file={pki}/service-accounts.key",
            f"--service-account-key-file={pki}/service-accounts.key",
            "--service-cluster-ip-range=10.96.0.0/16", "--authorization-mode=RBAC", "--profiling=false",
        ]
        self.process = None
        self.local = threading.local()

    def start(self):
        with open(self.log_path, "ab") as log:
            self.process = subprocess.Popen(self.command, stdout=log, stderr=log)

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()

    def await_ready(self, seconds=240):
        """Its start-up hooks create roles, namespaces and priority levels first."""
        deadline = time.monotonic() + seconds
        said = time.monotonic()
        while True:
            if self.process.poll() is not None:
                with open(self.log_path, encoding="utf-8", errors="replace") as log:
                    raise members.Failed(f"kube-apiserver ended:\n{log.read()[-2000:]}")
            try:
                status, body = self.request("GET", "/readyz?verbose")
                if status == 200:
                    return
            except OSError as e:
                body = e
            if time.monotonic() > deadline:
                raise members.Failed(f"kube-apiserver is not ready after {seconds} s: {body}")
            if time.monotonic() - said > 10:
                said = time.monotonic()
                print("    still waiting for kube-apiserver", flush=True)
            time.sleep(0.2)

    def connection(self):
        return http.client.HTTPSConnection("127.0.0.1", self.port, context=self.tls, timeout=60)

    def request(self, method, path, body=None, content_type="application/json"):
        """Status and the object in the answer, on a connection that the thread keeps."""
        kept = getattr(self.local, "connection", None)
        if kept is None:
            kept = self.local.connection = self.connection()
        try:
            data = json.dumps(body) if body is not None else None
            kept.request(method, path, data, {"Content-Type": content_type} if data else {})
            answer = kept.getresponse()
            text = answer.read()
        except (OSError, http.client.HTTPException):
            kept.close()
            self.local.connection = None
            raise
        try:
            return answer.status, json.loads(text)
        except ValueError:
            return answer.status, text.decode("utf-8", "replace")

    def need(self, method, path, body=None, content_type="application/json"):
        """The object; any status but a good one fails the run."""
        status, answer = self.request(method, path, body, content_type)
        if status not in (200, 201):
            raise members.Failed(f"{method} {path} answered {status}: {json.dumps(answer)[:500]}")
        return answer


class Watch:
    """A watch in a thread of its own: what it has seen, in order; no second try when it ends."""

    def __init__(self, server, path):
        self.events = []
        self.ended = None
        self.connection = server.connection()
        self.connection.request("GET", path)
        self.socket = self.connection.sock
        answer = self.connection.getresponse()
        if answer.status != 200:
            raise members.Failed(f"watch {path} answered {answer.status}")
        self.changed = threading.Condition()
        self.thread = threading.Thread(target=self._read, args=(answer,), daemon=True)
        self.thread.start()

    def _read(self, answer):
        try:
            for line in answer:
                with self.changed:
                    self.events.append(json.loads(line))
                    self.changed.notify_all()
            self.ended = "the server ended it"
        except (OSError, ValueError, AttributeError) as e:
            self.ended = str(e)

    def await_version(self, version, seconds=30):
        """Waits until it has seen an event of this resource version or a later one."""
        deadline = time.monotonic() + seconds
        with self.changed:
            while not self.events or version_of(self.events[-1]["object"]) < version:
                left = deadline - time.monotonic()
                if left <= 0:
                    raise members.Failed(f"a watch does not see resourceVersion {version} after {seconds} s;"
                                         f" it saw {len(self.events)} events and {self.ended or 'goes on'}")
                self.changed.wait(left)

    def seen(self):
        """Type and resource version of every event of an object."""
        return [(each["type"], version_of(each["object"])) for each in self.events if each["type"] != "BOOKMARK"]

    def close(self):
        """Wakes the reader first: closing alone would wait for it, and it for the next event."""
        self.socket.shutdown(socket.SHUT_RDWR)
        self.thread.join()
        self.connection.close()


def version_of(thing):
    return int(thing["metadata"]["resourceVersion"])
