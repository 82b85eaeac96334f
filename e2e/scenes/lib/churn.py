#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Works on a kube-apiserver until standard input closes, then says what it saw: churn.py URL CA TOKEN NAMESPACE.

One thread changes ConfigMaps and notes each resourceVersion it was given, one reads lists in pages, one holds a single
watch. The last lines are name=value. It ends with 1 if the watch ended or missed a resourceVersion.
"""
import http.client
import json
import ssl
import sys
import threading
import time
import urllib.parse

URL, CA, TOKEN, NAMESPACE = sys.argv[1:5]
HOST = urllib.parse.urlsplit(URL).netloc
PATH = f"/api/v1/namespaces/{NAMESPACE}/configmaps"
ATTEMPT_SECONDS = 10
stopped = threading.Event()


def connect(timeout):
    return http.client.HTTPSConnection(HOST, timeout=timeout, context=ssl.create_default_context(cafile=CA))


class Requests:
    """One connection; counts what succeeds and fails and the longest time without a success."""

    def __init__(self, name):
        self.name, self.count, self.failed, self.gap, self.last = name, 0, 0, 0.0, time.monotonic()
        self.connection = None

    def call(self, method, path, body=None, accepted=()):
        self.count += 1
        headers = {"Authorization": "Bearer " + TOKEN, "Content-Type": "application/json"}
        try:
            self.connection = self.connection or connect(ATTEMPT_SECONDS)
            self.connection.request(method, path, json.dumps(body) if body is not None else None, headers)
            response = self.connection.getresponse()
            answer = json.loads(response.read())
            if response.status >= 300 and response.status not in accepted:
                raise OSError(f"{response.status} {answer.get('message')}")
        except (OSError, http.client.HTTPException, ValueError) as failure:
            self.failed += 1
            self.connection = None
            print(f"{self.name}: {method} {path}: {failure}", flush=True)
            return None
        now = time.monotonic()
        self.gap, self.last = max(self.gap, now - self.last), now
        return answer


def write(requests, written):
    """Creates, changes and deletes; every answer's resourceVersion must come by the watch."""
    number = 0
    while not stopped.wait(0.05):
        name, path = f"churn-{number}", f"{PATH}/churn-{number}"
        created = requests.call("POST", PATH, {"metadata": {"name": name}, "data": {"n": str(number)}}, accepted=(409,))
        changed = requests.call("PUT", path, {"metadata": {"name": name}, "data": {"n": "changed"}})
        for answer in (created, changed):
            if answer and answer.get("kind") == "ConfigMap":
                written.append(int(answer["metadata"]["resourceVersion"]))
        if number >= 100:
            requests.call("DELETE", f"{PATH}/churn-{number - 100}", accepted=(404,))
        number += 1


def read(requests):
    """The whole list in pages of 20, at one revision."""
    while not stopped.wait(0.3):
        following = ""
        while True:
            page = requests.call("GET", f"{PATH}?limit=20{following}")
            if not page or not page["metadata"].get("continue"):
                break
            following = "&continue=" + urllib.parse.quote(page["metadata"]["continue"])


class Watch:
    """One watch, from begin to end: it is never opened a second time."""

    def __init__(self, version):
        self.seen, self.ended = [], None
        self.connection = connect(None)
        self.connection.request(
            "GET",
            f"{PATH}?watch=1&resourceVersion={version}&timeoutSeconds=7200",
            headers={"Authorization": "Bearer " + TOKEN},
        )
        self.response = self.connection.getresponse()

    def run(self):
        for line in self.response:
            event = json.loads(line)
            if event["type"] == "ERROR":
                self.ended = f"error {event['object'].get('code')}: {event['object'].get('message')}"
                return
            self.seen.append(int(event["object"]["metadata"]["resourceVersion"]))
        self.ended = self.ended or "the server closed it"


def progress(writer, watch):
    while not stopped.wait(10):
        print(f"{writer.count} writes ({writer.failed} failed), {len(watch.seen)} events", flush=True)


def main():
    first = Requests("first").call("GET", PATH + "?limit=1")
    watch, written = Watch(first["metadata"]["resourceVersion"]), []
    writer, reader = Requests("writer"), Requests("reader")
    threading.Thread(target=watch.run, daemon=True).start()
    workers = [threading.Thread(target=write, args=(writer, written)), threading.Thread(target=read, args=(reader,))]
    threading.Thread(target=progress, args=(writer, watch), daemon=True).start()
    for worker in workers:
        worker.start()
    print("working", flush=True)
    sys.stdin.read()
    stopped.set()
    for worker in workers:
        worker.join()
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and not watch.ended and not set(written) <= set(watch.seen):
        time.sleep(0.2)
    missed = sorted(set(written) - set(watch.seen))
    total, failed = writer.count + reader.count, writer.failed + reader.failed
    print(f"requests={total}\nfailed={failed}\nfailed_permille={round(1000 * failed / total)}")
    print(f"longest_gap_ms={round(1000 * max(writer.gap, reader.gap))}\nwritten={len(written)}\nevents={len(watch.seen)}")
    print(f"missed={len(missed)}\nordered={watch.seen == sorted(set(watch.seen))}\nwatch={watch.ended or 'uninterrupted'}")
    sys.exit(0 if not missed and not watch.ended else 1)


main()
