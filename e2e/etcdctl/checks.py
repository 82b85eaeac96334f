# SPDX-License-Identifier: Apache-2.0
"""What checks have in common: one line for each, and their count."""
import members


class Checks:
    """Prints one line for each check; the first that does not hold ends the run."""

    def __init__(self, tools):
        self.tools = tools
        self.passed = 0

    def equal(self, title, found, expected):
        if found != expected:
            raise members.Failed(f"{title}\n  expected: {expected!r}\n  came:     {found!r}")
        self.holds(title, True)

    def holds(self, title, condition, came=""):
        if not condition:
            raise members.Failed(f"{title}\n  came: {came!r}")
        self.passed += 1
        print(f"ok  {title}", flush=True)
