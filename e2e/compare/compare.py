# SPDX-License-Identifier: Apache-2.0
"""Runs every case on real etcd and on ours, compares the answers, prints a table and every difference."""
import concurrent.futures
import difflib
import importlib
import json
import os
import re
import sys
import tempfile
import time

import probes
import servers

GROUPS = ("kv", "txn", "watch", "lease", "gateway", "grpc", "malformed", "pages", "members", "maintenance", "random", "restart",
          "auth", "locks", "start")
HERE = os.path.dirname(os.path.abspath(__file__))


def intended(minor):
    """differences.txt: `case | reason`, one a line; a case may end in * for all that begin so. `[3.6]` before it: there only."""
    found = {}
    with open(os.path.join(HERE, "differences.txt"), encoding="utf-8") as lines:
        for line in lines:
            if line.strip() and not line.startswith("#"):
                case, reason = line.split("|", 1)
                only = re.match(r"\[([\d.]+)\] ", case)
                if only is None or only.group(1) == minor:
                    found[case[only.end() if only else 0:].strip()] = reason.strip()
    return found


class Comparison:
    """What a case file gets: each method runs a probe on both servers and records whether the answers are equal."""

    def __init__(self, pair, minor):
        self.pair = pair
        self.minor = minor
        self.group = ""
        self.known = intended(minor)
        self.results = []
        self.pool = concurrent.futures.ThreadPoolExecutor(2)

    def both(self, title, probe, mask=(), quiet=False, about=None):
        """`probe(server)` on both at once; returns both answers. Quiet: a line only where they differ."""
        answers = list(self.pool.map(lambda s: self._safely(probe, s), self.pair))
        self._record(title, [probes.masked(a, frozenset(mask)) for a in answers], quiet, about)
        for server in self.pair:
            server.require_alive()
        return answers

    def setup(self, probe):
        """Runs on both without being compared."""
        return list(self.pool.map(probe, self.pair))

    def ctl(self, arguments, stdin="", mask=(), title=None):
        return self.both(title or arguments, lambda s: probes.ctl(s, arguments, stdin), mask)

    def post(self, path, body, mask=(), title=None, headers=None):
        title = title or f"POST {path} {body if isinstance(body, str) else json.dumps(body)}"
        return self.both(title, lambda s: probes.request(s, "POST", path, body, headers), mask)

    def http(self, method, path, body=None, headers=None, mask=()):
        return self.both(f"{method} {path}", lambda s: probes.request(s, method, path, body, headers), mask)

    @staticmethod
    def _safely(probe, server):
        try:
            return probe(server)
        except Exception as e:  # an answer that cannot be had is an answer too, and is reported as one
            return {"probe failed": f"{type(e).__name__}: {e}".replace(str(server.port), "PORT")}

    def _record(self, title, answers, quiet, about):
        case = f"{self.group}: {title}"
        case = case if len(case) <= 150 else case[:147] + "..."
        reason = self._reason(case)
        equal = answers[0] == answers[1]
        if any(isinstance(a, dict) and "probe failed" in a for a in answers) and not reason:
            equal = False
        outcome = "equal" if equal else f"intended ({reason})" if reason else "DIFFERENT"
        self.results.append((case, outcome))
        if not (quiet and equal):
            print(f"{outcome.split(' ')[0]:<10} {case}", flush=True)
        if outcome == "DIFFERENT":
            if about:
                print("           asked: " + json.dumps(about))
            self._explain(answers)

    def _reason(self, case):
        for known, reason in self.known.items():
            if case == known or (known.endswith("*") and case.startswith(known[:-1])):
                return reason
        return None

    def _explain(self, answers):
        texts = [json.dumps(a, indent=1, sort_keys=True).splitlines() for a in answers]
        lines = list(difflib.unified_diff(*texts, "real etcd", "ours", lineterm="", n=2))
        for line in lines if len(lines) <= 60 else lines[:30] + ["..."] + lines[-30:]:
            print("           " + line[:300])


def main():
    words = sys.argv[1:]
    if "--list" in words:
        print("\n".join(GROUPS))
        return 0
    minor = words.pop(0) if words and words[0][0].isdigit() else "3.7"
    groups = words or GROUPS
    begin = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="cairn-compare-") as directory:
        pair = servers.start_pair(directory, minor, os.environ["CAIRN_ETCD"])
        comparison = Comparison(pair, minor)
        try:
            for group in groups:
                comparison.group = group
                importlib.import_module(f"cases.{group}").run(comparison)
        finally:
            for server in pair:
                server.stop()
            if os.environ.get("COMPARE_LOGS"):
                for server in pair:
                    with open(server.log_path, encoding="utf-8") as log:
                        print(f"--- log of {server.name}\n{log.read()[-4000:]}")
    outcomes = [outcome.split(" ")[0] for _, outcome in comparison.results]
    different = outcomes.count("DIFFERENT")
    print(f"etcd {minor}: {outcomes.count('equal')} equal, {outcomes.count('intended')} intended, {different} different, "
          f"{time.monotonic() - begin:.0f} s")
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
