# SPDX-License-Identifier: Apache-2.0
"""Members of their own, one after another: what a start makes of names, locales, addresses and flags that do not fit.

Each runs in a directory of its own, so that relative paths and the default data directory are the same for both."""
import os
import shutil
import signal
import subprocess
import time
import urllib.request

import servers

LIMIT_SECONDS = 60
LOCALES = {
    "C": {"LANG": "C", "LC_ALL": "C", "JAVA_TOOL_OPTIONS": "-Dnobody=asked", "JDK_JAVA_OPTIONS": "-Dnobody=asked"},
    "POSIX": {"LANG": "de_DE.ISO-8859-1", "LC_ALL": "POSIX"},
    "none": {},
}


def run(c):
    utf8(c)
    one_port(c)
    sockets(c)
    renamed(c)
    refused(c)


def utf8(c):
    """A name, a data directory, a duration and a YAML file that are not ASCII, under locales that know nothing else."""
    for locale, variables in LOCALES.items():
        c.both(f"--name knötchen, --data-dir dätä, 1000000µs; locale {locale}", lambda s, v=variables: start(
            s, ["--name", "knötchen", "--data-dir", "dätä", "--grpc-keepalive-min-time", "1000000µs"], v, answers))
    c.both("ETCD_NAME and ETCD_DATA_DIR in UTF-8, locale C", lambda s: start(
        s, [], {**LOCALES["C"], "ETCD_NAME": "knötchen", "ETCD_DATA_DIR": "dätä"}, answers))
    c.both("a YAML file in UTF-8, locale C", lambda s: start(s, ["--config-file", "fläggs.yaml"], LOCALES["C"], answers))


def one_port(c):
    """http and https on one address of the clients; the peers' port has one of the two."""
    c.both("http and https on one client port", lambda s: start(s, lambda s: tls(s, "http,https"), {}, plain_and_tls))
    c.both("http twice on one client port", lambda s: start(
        s, lambda s: listening(f"http://127.0.0.1:{s.start_port},http://127.0.0.1:{s.start_port}"), {}, answers))
    c.both("http and https on one peer port", lambda s: outcome(s, lambda s: [
        "--peer-auto-tls", f"--listen-peer-urls=http://127.0.0.1:{s.start_port},https://127.0.0.1:{s.start_port}"]))


def sockets(c):
    c.both("clients over a unix socket", lambda s: start(s, listening("unix://" + work(s) + "/c.sock"), {}, over_socket))
    c.both("two members whose peers talk over unix sockets", pair_on_sockets)


def renamed(c):
    c.both("--name other on a member's directory", lambda s: start(
        s, ["--name", "first", "--data-dir", "data"], {}, lambda s: rename(s, ["--name", "other", "--data-dir", "data"])))


def refused(c):
    """Only whether it starts at all, and whether the reason is the last line on standard error, as JSON or in plain words."""
    port = "http://127.0.0.1:{}"
    for title, flags in {
        "an unknown flag": ["--nope=1"],
        "a number that is none": ["--heartbeat-interval=soon"],
        "an unknown scheme": ["--listen-client-urls=ftp://127.0.0.1:1"],
        "times that do not go together": ["--election-timeout=100"],
        "a host name to listen on": ["--listen-peer-urls=http://example.com:2380"],
        "a port above 65535": ["--listen-client-urls=http://127.0.0.1:99999", "--advertise-client-urls=http://127.0.0.1:1"],
        "https without a certificate": ["--listen-client-urls=https://127.0.0.1:1", "--advertise-client-urls=http://127.0.0.1:1"],
        "a cluster without this member": ["--initial-cluster=other=http://127.0.0.1:1"],
        "a missing config file": ["--config-file=none.yaml"],
        "the default output beside another": ["--log-outputs=default,stderr"],
        "an unknown form of the log": ["--log-format=xml"],
        "an unknown logger": ["--logger=capnslog"],
        "a log that is set aside without a file": ["--enable-log-rotation"],
        "a rotation that is no JSON": ["--enable-log-rotation", "--log-outputs=etcd.log", "--log-rotation-config-json={"],
        "an unknown feature gate": ["--feature-gates=Nonsense=true"],
        "a feature gate without a value": ["--feature-gates=PriorityRequest"],
        "a feature gate without the one it needs": ["--feature-gates=LeaseCheckpointPersist=true"],
        "no time to carry out a request": ["--warning-apply-duration=soon"],
    }.items():
        c.both(f"refused: {title}", lambda s, f=flags: outcome(s, f))
    c.both("refused: one port for clients and peers", lambda s: outcome(
        s, lambda s: [f"--listen-peer-urls={port.format(s.start_port)}", *listening(port.format(s.start_port))]))
    c.both("refused: one port for clients and metrics", lambda s: outcome(
        s, lambda s: [f"--listen-metrics-urls={port.format(s.start_port)}", *listening(port.format(s.start_port))]))


def work(server):
    return os.path.join(os.path.dirname(server.data), f"{server.name}-start")


def fresh(server):
    """An empty directory, a free port for the client and one for the peer."""
    directory = work(server)
    shutil.rmtree(directory, ignore_errors=True)
    os.makedirs(directory)
    server.start_port, server.start_peer_port = servers.free_port(), servers.free_port()
    with open(os.path.join(directory, "fläggs.yaml"), "w", encoding="utf-8") as yaml:
        yaml.write(f"""name: knötchen
data-dir: dätä
listen-client-urls: http://127.0.0.1:{server.start_port}
advertise-client-urls: http://127.0.0.1:{server.start_port}
listen-peer-urls: http://127.0.0.1:{server.start_peer_port}
initial-advertise-peer-urls: {servers.PEER_URL}
initial-cluster: knötchen={servers.PEER_URL}
""")
    return directory


def listening(urls):
    return [f"--listen-client-urls={urls}", "--advertise-client-urls=http://127.0.0.1:2379"]


def launch(server, flags, variables, directory):
    urls = {
        "listen-client-urls": f"http://127.0.0.1:{server.start_port}",
        "advertise-client-urls": servers.CLIENT_URL,
        "listen-peer-urls": f"http://127.0.0.1:{server.start_peer_port}",
        "initial-advertise-peer-urls": servers.PEER_URL,
    }
    given = " ".join(flags)
    more = [f"--{name}={value}" for name, value in urls.items() if f"--{name}" not in given and "--config-file" not in given]
    if not any(each in given for each in ("--initial-cluster", "--config-file")):
        name = flags[flags.index("--name") + 1] if "--name" in flags else variables.get("ETCD_NAME", "default")
        more.append(f"--initial-cluster={name}={servers.PEER_URL}")
    environment = {k: v for k, v in os.environ.items() if k not in ("LANG", "LC_ALL", "LC_CTYPE")}
    program = os.path.abspath(server.command[0])
    with open(os.path.join(directory, "log"), "ab") as log:
        return subprocess.Popen([program, *flags, *more], cwd=directory, env={**environment, **variables}, stdout=log, stderr=log)


def start(server, flags, variables, probe):
    """What the probe says of the running member, and the names it made."""
    directory = fresh(server)
    flags = flags(server) if callable(flags) else flags
    server.start_process = launch(server, flags, variables, directory)
    try:
        found = probe(server)
        made = sorted(name for name in os.listdir(directory) if name not in ("log", "pki", "c.sock"))
        return {"answers": found, "made": made, "all that is said is JSON": all(line.startswith("{") for line in said(directory))}
    finally:
        end(server.start_process)
        shutil.rmtree(directory, ignore_errors=True)


def end(process):
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def ctl(server, endpoint, *words):
    command = [server.tool("etcdctl"), f"--endpoints={endpoint}", "--command-timeout=3s", *words]
    answer = subprocess.run(command, capture_output=True, text=True, check=False, encoding="utf-8")
    return answer.returncode, answer.stdout.replace(str(server.start_port), "PORT")


def until(server, question, right):
    """The answer once it is right, or the last one."""
    deadline = time.monotonic() + LIMIT_SECONDS
    while True:
        answer = question()
        if right(answer) or time.monotonic() > deadline or server.start_process.poll() is not None:
            return answer
        time.sleep(0.1)


def answers(server):
    endpoint = f"http://127.0.0.1:{server.start_port}"
    return until(server, lambda: ctl(server, endpoint, "member", "list"), lambda a: a[0] == 0 and "started, ," not in a[1])


def over_socket(server):
    endpoint = "unix://" + work(server) + "/c.sock"
    return until(server, lambda: ctl(server, endpoint, "put", "a", "b"), lambda a: a[0] == 0)


def rename(server, flags):
    answers(server)
    end(server.start_process)
    server.start_process = launch(server, flags, {}, work(server))
    endpoint = f"http://127.0.0.1:{server.start_port}"
    return until(server, lambda: ctl(server, endpoint, "member", "list"), lambda a: a[0] == 0 and ", other," in a[1])


def tls(server, schemes):
    directory = os.path.join(work(server), "pki")
    os.makedirs(directory)
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
                    "-subj", "/CN=start", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", "key", "-out", "cert"],
                   cwd=directory, check=True, capture_output=True)
    urls = ",".join(f"{scheme}://127.0.0.1:{server.start_port}" for scheme in schemes.split(","))
    return [*listening(urls), f"--cert-file={directory}/cert", f"--key-file={directory}/key"]


def plain_and_tls(server):
    address = f"127.0.0.1:{server.start_port}"
    authority = f"--cacert={work(server)}/pki/cert"
    found = [
        until(server, lambda: ctl(server, f"http://{address}", "put", "a", "b"), lambda a: a[0] == 0),
        until(server, lambda: ctl(server, f"https://{address}", authority, "get", "a"), lambda a: a[0] == 0),
    ]
    with urllib.request.urlopen(f"http://{address}/health", timeout=10) as page:
        found.append(page.read().decode())
    return found


def pair_on_sockets(server):
    """etcd takes what stands for host and port in such a URL as the path, relative to where it was started."""
    directory = fresh(server)
    cluster = "m1=unix://localhost:1,m2=unix://localhost:2"
    members = []
    try:
        for number in (1, 2):
            peer = f"unix://localhost:{number}"
            server.start_port = servers.free_port()
            members.append(launch(server, [
                "--name", f"m{number}", "--data-dir", f"m{number}", f"--listen-peer-urls={peer}",
                f"--initial-advertise-peer-urls={peer}", f"--initial-cluster={cluster}"], {}, directory))
        server.start_process = members[1]
        endpoint = f"http://127.0.0.1:{server.start_port}"
        put = until(server, lambda: ctl(server, endpoint, "put", "a", "b"), lambda a: a[0] == 0)
        listed = until(server, lambda: ctl(server, endpoint, "member", "list"), lambda a: a[1].count("started, m") == 2)
        return put, listed, sorted(n for n in os.listdir(directory) if n.startswith("localhost"))
    finally:
        for member in members:
            end(member)
        shutil.rmtree(directory, ignore_errors=True)


def outcome(server, flags):
    """Whether it ended by itself, with what kind of exit code, and the last line's form."""
    directory = fresh(server)
    process = launch(server, flags(server) if callable(flags) else flags, {}, directory)
    try:
        code = process.wait(LIMIT_SECONDS)
        return {"ended": True, "ok": code == 0, "usage": code == 2 and not json_at_end(directory)}
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        return {"ended": False}
    finally:
        shutil.rmtree(directory, ignore_errors=True)


def said(directory):
    with open(os.path.join(directory, "log"), encoding="utf-8") as log:
        return [line for line in log.read().splitlines() if line.strip()]


def json_at_end(directory):
    lines = said(directory)
    return bool(lines) and lines[-1].startswith("{")
