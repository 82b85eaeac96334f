# SPDX-License-Identifier: Apache-2.0
"""watch: from now, by prefix, from the past, with what was before, from before a compaction."""
import base64
import json
import subprocess
import threading
import time


def run(c):
    ctl = c.tools.ctl
    start = c.tools.json("put", "w/a", "1")["header"]["revision"]
    ctl("put", "w/a", "2")
    ctl("put", "w/b", "1")
    ctl("del", "w/", "--prefix")
    ctl("put", "w/c", "1")
    c.equal("watch --prefix from a past revision", events(c, start, 6, "w/", "--prefix"),
            [("PUT", "w/a", "1"), ("PUT", "w/a", "2"), ("PUT", "w/b", "1"), ("DELETE", "w/a", ""), ("DELETE", "w/b", ""),
             ("PUT", "w/c", "1")])
    c.equal("watch of one key from a past revision", events(c, start + 1, 2, "w/a"), [("PUT", "w/a", "2"), ("DELETE", "w/a", "")])
    before = read(c, 12, "watch", "w/a", f"--rev={start}", "--prev-kv")
    c.equal("watch --prev-kv", before,
            ["PUT", "w/a", "1", "PUT", "w/a", "1", "w/a", "2", "DELETE", "w/a", "2", "w/a"])
    live(c)


def read(c, lines, *arguments):
    """The first so many lines that etcdctl prints."""
    command = c.tools.ctl_command(*arguments)
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=c.tools.environment()) as watcher:
        try:
            return [watcher.stdout.readline().rstrip("\n") for _ in range(lines)]
        finally:
            watcher.terminate()


def events(c, start, count, *arguments):
    """Type, key and value of the first events; each line of etcdctl's JSON holds one or more."""
    command = c.tools.ctl_command("watch", *arguments, f"--rev={start}", "-w", "json")
    found = []
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=c.tools.environment()) as watcher:
        try:
            while len(found) < count:
                found += [named(each) for each in json.loads(watcher.stdout.readline())["Events"]]
            return found
        finally:
            watcher.terminate()


def named(event):
    text = lambda field: base64.b64decode(event["kv"].get(field, "")).decode()
    return ("DELETE" if event.get("type") == 1 else "PUT", text("key"), text("value"))


def live(c):
    """etcdctl does not say when its watch is there, so writes go on until the first is seen."""
    command = c.tools.ctl_command("watch", "live/", "--prefix", "-w", "json")
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=c.tools.environment()) as watcher:
        written = 0
        found = []
        deadline = time.monotonic() + 20
        reader = threading.Thread(target=lambda: found.append(json.loads(watcher.stdout.readline())["Events"][0]))
        reader.start()
        while reader.is_alive() and time.monotonic() < deadline:
            written += 1
            c.tools.ctl("put", f"live/{written}", "v")
            reader.join(0.05)
        watcher.terminate()
        reader.join()
    c.holds("watch --prefix of what is written meanwhile", found and named(found[0])[1].startswith("live/"), found)
