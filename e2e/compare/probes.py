# SPDX-License-Identifier: Apache-2.0
"""Ways to ask one server something; each returns plain data that two servers can be compared by."""
import http.client
import json
import re
import shlex
import subprocess
import threading
import time

# Sizes and log positions follow from how data is stored, times from the clock.
MASKED_FIELDS = {"dbSize", "dbSizeInUse", "raftIndex", "raftAppliedIndex", "ts", "took"}
HEADERS = ("content-type", "allow", "access-control-allow-origin", "access-control-allow-methods",
           "access-control-allow-headers", "www-authenticate")


def masked(value, fields=frozenset()):
    """The same value with every masked field replaced by its type."""
    if isinstance(value, dict):
        return {k: f"<{type(v).__name__}>" if k in MASKED_FIELDS or k in fields else masked(v, fields)
                for k, v in value.items()}
    if isinstance(value, list):
        return [masked(each, fields) for each in value]
    return value


def parsed(text):
    """JSON, JSON lines, or the text itself."""
    try:
        return json.loads(text)
    except ValueError:
        pass
    try:
        return [json.loads(line) for line in text.splitlines() if line.strip()]
    except ValueError:
        return text


def ctl(server, arguments, stdin="", timeout=30):
    """Stock etcdctl: exit code, output and the errors it printed."""
    command = [server.tool("etcdctl"), f"--endpoints={server.endpoint}", *shlex.split(arguments)]
    ran = subprocess.run(command, input=stdin, capture_output=True, text=True, timeout=timeout)
    hide = lambda text: text.replace(server.endpoint, "ENDPOINT").replace(server.data, "DATA")
    errors = []
    for line in hide(ran.stderr).splitlines():
        logged = parsed(line)
        if isinstance(logged, dict):
            errors.append({k: logged[k] for k in ("level", "msg", "error") if k in logged})
        else:
            errors.append(re.sub(r"took = \S+", "took = T", line))
    return {"exit": ran.returncode, "out": parsed(re.sub(r"took = \S+", "took = T", hide(ran.stdout))), "err": errors}


def request(server, method, path, body=None, headers=None, port=None):
    """One HTTP/1.1 request: status, the headers that matter, and the body as JSON where it is."""
    connection = http.client.HTTPConnection("127.0.0.1", port or server.port, timeout=30)
    try:
        data = json.dumps(body) if isinstance(body, (dict, list)) else body
        connection.request(method, path, data, headers or {})
        answer = connection.getresponse()
        text = answer.read().decode("utf-8", "replace").replace(str(server.port), "PORT")
        return {
            "status": answer.status,
            "headers": {h: answer.getheader(h) for h in HEADERS if answer.getheader(h)},
            "body": parsed(text),
        }
    finally:
        connection.close()


class Stream:
    """A streaming call of the gateway, fed by hand; `lines` holds what came back so far."""

    def __init__(self, server, path):
        self.lines = []
        self.changed = threading.Condition()
        self.connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
        self.connection.putrequest("POST", path)
        self.connection.putheader("Transfer-Encoding", "chunked")
        self.connection.endheaders()
        self.reader = None

    def send(self, message):
        data = json.dumps(message).encode()
        self.connection.send(b"%x\r\n%s\r\n" % (len(data), data))
        if self.reader is None:
            self.reader = threading.Thread(target=self._read, daemon=True)
            self.reader.start()

    def finish(self):
        """No more requests; the answer ends by itself where the server ends the call."""
        self.connection.send(b"0\r\n\r\n")

    def _read(self):
        try:
            answer = self.connection.getresponse()
            while line := answer.readline():
                with self.changed:
                    self.lines.append(json.loads(line))
                    self.changed.notify_all()
        except (OSError, ValueError, http.client.HTTPException, AttributeError):
            pass

    def await_lines(self, count, seconds=10):
        with self.changed:
            self.changed.wait_for(lambda: len(self.lines) >= count, seconds)
            return list(self.lines)

    def quiet(self, seconds=0.7):
        """Lines so far, after giving an unexpected one time to arrive."""
        time.sleep(seconds)
        with self.changed:
            return list(self.lines)

    def close(self):
        if self.connection.sock:
            self.connection.sock.shutdown(2)
        self.connection.close()


def grpc(server, method, frame, metadata=()):
    """A raw unary gRPC call by curl: HTTP status, gRPC status and message, and whether an answer came."""
    command = ["curl", "-sS", "--max-time", "20", "--http2-prior-knowledge", "-D", "-", "-o", "-", "-X", "POST",
               "-H", "content-type: application/grpc", "-H", "te: trailers", "--data-binary", "@-",
               *[part for each in metadata for part in ("-H", each)], f"http://{server.endpoint}{method}"]
    ran = subprocess.run(command, input=frame, capture_output=True, timeout=30)
    text = ran.stdout.decode("latin-1")
    found = {key: re.findall(rf"(?mi)^{key}: ([^\r\n]*)", text) for key in ("grpc-status", "grpc-message")}
    status = re.match(r"HTTP/2 (\d+)", text)
    return {"http": status and status.group(1), **found}


def framed(payload):
    return b"\0" + len(payload).to_bytes(4, "big") + payload
