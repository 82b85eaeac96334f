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

# Go's server answers an unknown method before it has read the request and may reset the stream: one time in five curl
# then has nothing to show.
GRPC_ATTEMPTS = 20


def masked(value, fields=frozenset()):
    """The same value with every masked field replaced by its type."""
    if isinstance(value, dict):
        return {k: f"<{type(v).__name__}>" if k in MASKED_FIELDS or k in fields else masked(v, fields)
                for k, v in value.items()}
    if isinstance(value, str) and value.startswith(("memberID:", "alarm:")):
        # Go's text form of messages puts spaces at random, and etcd walks a map
        return sorted(each.strip() for each in re.split(r"(?=memberID:)", " ".join(value.split())) if each)
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
    ran = subprocess.run(command, input=stdin, capture_output=True, text=True, errors="backslashreplace", timeout=timeout)
    hide = lambda text: re.sub(
        r"took(:? = | )\S+", "took T", text.replace(server.endpoint, "ENDPOINT").replace(server.data, "DATA"))
    errors = []
    for line in hide(ran.stderr).splitlines():
        logged = parsed(line)
        if isinstance(logged, dict):
            errors.append({k: logged[k] for k in ("level", "msg", "error") if k in logged})
        else:
            errors.append(line)
    return {"exit": ran.returncode, "out": parsed(hide(ran.stdout)), "err": errors}


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


def stream(server, path, messages, lines, meanwhile=None, seconds=10, quiet=0.5, headers=None):
    """A streaming call of the gateway: its answers up to `lines`, and any that follow within `quiet` seconds.

    `meanwhile(server)` runs once the first answer is there, so that it happens while the call is open.
    """
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=seconds)
    found = []
    try:
        connection.request("POST", path, "".join(json.dumps(m) for m in messages), headers or {})
        answer = connection.getresponse()
        if answer.status != 200:
            return {"status": answer.status, "body": parsed(answer.read().decode())}
        while len(found) < lines:
            line = answer.readline()
            if not line:
                return {"status": 200, "lines": found, "ended": True}
            found.append(json.loads(line))
            if len(found) == 1 and meanwhile:
                meanwhile(server)
        connection.sock.settimeout(quiet)
        while line := answer.readline():
            found.append(json.loads(line))
        return {"status": 200, "lines": found, "ended": True}
    except TimeoutError:
        return {"status": 200, "lines": found, "ended": False}
    finally:
        connection.close()


def watch_by_ctl(server, arguments, actions, quiet=1.0):
    """What `etcdctl watch` prints, from before `actions(server)` until it is quiet after them."""
    command = [server.tool("etcdctl"), f"--endpoints={server.endpoint}", "watch", *shlex.split(arguments)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    seen = []
    changed = threading.Condition()

    def read():
        for line in process.stdout:
            with changed:
                seen.append(line.rstrip("\n"))
                changed.notify_all()

    reader = threading.Thread(target=read, daemon=True)
    reader.start()
    time.sleep(quiet)  # etcdctl does not say when its watch is made
    actions(server)
    with changed:
        before = -1
        while len(seen) != before:
            before = len(seen)
            changed.wait(quiet)
    process.terminate()
    process.wait()
    reader.join()
    return {"out": [parsed(line) for line in seen], "err": process.stderr.read().replace(server.endpoint, "ENDPOINT")}


def grpc(server, method, frame, metadata=()):
    """A raw unary gRPC call by curl: HTTP status, gRPC status and message, and whether an answer came."""
    command = ["curl", "-sS", "--max-time", "20", "--http2-prior-knowledge", "-D", "-", "-o", "-", "-X", "POST",
               "-H", "content-type: application/grpc", "-H", "te: trailers", "--data-binary", "@-",
               *[part for each in metadata for part in ("-H", each)], f"http://{server.endpoint}{method}"]
    text = ""
    for _ in range(GRPC_ATTEMPTS):
        text = subprocess.run(command, input=frame, capture_output=True, timeout=30).stdout.decode("latin-1")
        if "grpc-status" in text:
            break
    status = re.match(r"HTTP/2 (\d+)", text)
    code = re.search(r"(?i)grpc-status: (\d+)", text)
    message = re.search(r"(?i)grpc-message: ([^\r\n]*)", text)
    return {"http": status and status.group(1), "code": code and code.group(1), "message": message.group(1) if message else ""}


def sorted_checks(answer):
    """etcd walks a map, so the checks of its probes come in any order."""
    body = answer["body"]
    return {**answer, "body": sorted(body.splitlines()) if isinstance(body, str) and "[+]" in body else body}


def spaced(answer):
    """Go's protobuf puts a no-break space into its words or not, by the binary."""
    if isinstance(answer, dict):
        return {k: spaced(v) for k, v in answer.items()}
    return answer.replace("\u00a0", " ").replace("%C2%A0", " ") if isinstance(answer, str) else answer


def framed(payload):
    return b"\0" + len(payload).to_bytes(4, "big") + payload
