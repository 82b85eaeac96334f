# SPDX-License-Identifier: Apache-2.0
"""Some hundred requests from a seed, on few keys so that they meet; every answer compared, and the hash in the end."""
import os
import random as randomness

import probes
from cases.kv import b64

REQUESTS = int(os.environ.get("COMPARE_REQUESTS", "600"))
SEED = int(os.environ.get("SEED", "1"))
KEYS = [f"r/{letter}{digit}" for letter in "ab" for digit in "0123"]


class Requests:
    def __init__(self, seed):
        self.dice = randomness.Random(seed)
        self.revision = 1
        self.compacted = 0

    def key(self):
        return b64(self.dice.choice(KEYS))

    def interval(self):
        return self.dice.choice([
            {"key": self.key()}, {"key": b64("r/a"), "range_end": b64("r/b")}, {"key": self.key(), "range_end": self.key()},
            {"key": self.key(), "range_end": b64("\0")}])

    def past(self):
        return self.dice.choice([0, 0, 0, self.dice.randint(max(1, self.compacted - 3), self.revision + 1)])

    def range(self):
        d = self.dice
        return {**self.interval(), "revision": self.past(), "limit": d.choice([0, 0, 1, 2, 5]),
                "sort_order": d.choice(["NONE", "ASCEND", "DESCEND"]),
                "sort_target": d.choice(["KEY", "CREATE", "MOD"]), "keys_only": d.random() < 0.1,
                "count_only": d.random() < 0.1, "serializable": d.random() < 0.2,
                "min_mod_revision": d.choice([0, 0, 0, self.revision - 5]),
                "max_create_revision": d.choice([0, 0, 0, self.revision - 3])}

    def put(self):
        d = self.dice
        return {"key": self.key(), "value": b64(str(d.randint(0, 99))), "prev_kv": d.random() < 0.5,
                "ignore_lease": d.random() < 0.1}

    def delete(self):
        return {**self.interval(), "prev_kv": self.dice.random() < 0.5}

    def compare(self):
        d = self.dice
        target, field, value = d.choice([
            ("VERSION", "version", d.randint(0, 3)), ("MOD", "mod_revision", d.randint(0, self.revision)),
            ("CREATE", "create_revision", d.randint(0, self.revision)), ("VALUE", "value", b64(str(d.randint(0, 99))))])
        return {**self.interval(), "target": target, "result": d.choice(["EQUAL", "GREATER", "LESS", "NOT_EQUAL"]),
                field: value}

    def txn(self, depth=0):
        return {"compare": [self.compare() for _ in range(self.dice.randint(0, 2))],
                "success": self.ops(depth), "failure": self.ops(depth)}

    def ops(self, depth):
        kinds = ["request_put", "request_delete_range", "request_range", "request_put"] + ["request_txn"] * (depth < 2)
        ops = []
        for kind in self.dice.choices(kinds, k=self.dice.randint(0, 3)):
            make = {"request_put": self.put, "request_delete_range": self.delete, "request_range": self.range,
                    "request_txn": lambda: self.txn(depth + 1)}[kind]
            ops.append({kind: make()})
        return ops

    def next(self):
        roll = self.dice.random()
        if roll < 0.3:
            return "/v3/kv/put", self.put()
        if roll < 0.4:
            return "/v3/kv/deleterange", self.delete()
        if roll < 0.65:
            return "/v3/kv/range", self.range()
        if roll < 0.97:
            return "/v3/kv/txn", self.txn()
        self.compacted = max(self.compacted, self.revision - self.dice.randint(0, 20))
        return "/v3/kv/compaction", {"revision": self.compacted}


def run(c):
    requests = Requests(SEED)
    for number in range(REQUESTS):
        path, body = requests.next()
        answers = c.both(f"seed {SEED} request {number}: {path}", lambda s: probes.request(s, "POST", path, body),
                         quiet=True, about=body)
        revision = answers[0].get("body", {}).get("header", {}).get("revision")
        requests.revision = int(revision or requests.revision)
    c.ctl("get r/ --prefix -w json", title="what is left of it")
    c.ctl("endpoint hashkv -w json", title="hashkv of it")
