#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Reads a CycloneDX SBOM against the known advisories of advisories.txt: check.py advisories.txt bom.json.

Prints each component with a known fault, its version, the advisory and the first version without it; then the exit code
is 1. Versions are compared as Maven does for releases: numbers by value, a missing number is zero, a word before none."""
import json
import re
import sys

RELEASE = {"", "final", "ga", "release", "jre", "android"}
EARLY = {"alpha": -4, "beta": -3, "m": -2, "milestone": -2, "rc": -1, "cr": -1, "snapshot": -1}


def version(text):
    """A key that sorts as versions do: 4.1.9.Final < 4.1.135.Final, 2.0-rc1 < 2.0 = 2.0.0."""
    parts = []
    for part in re.findall(r"\d+|[A-Za-z]+", text):
        if part.isdigit():
            parts.append((1, int(part)))
        elif part.lower() not in RELEASE:
            drop_zeros(parts)
            parts.append((0, EARLY.get(part.lower(), 1)))
    drop_zeros(parts)
    return parts + [(0, 0)]


def drop_zeros(parts):
    while parts and parts[-1] == (1, 0):
        parts.pop()


class Advisory:
    def __init__(self, line):
        fields = line.split()
        self.name = fields[0]
        ranges = [field for field in fields[1:] if field.startswith("[")]
        rest = fields[1 + len(ranges):]
        if not re.fullmatch(r"[^:\s]+:[^:\s]+", self.name) or not ranges or len(rest) < 2:
            raise ValueError(line)
        self.ranges = [re.fullmatch(r"\[([^,]+),([^)]+)\)", each).groups() for each in ranges]
        self.id = rest[0]
        self.about = " ".join(rest[1:])

    def fixed_in(self, found):
        """The first version without the fault, or None where this one has it not."""
        for first, fixed in self.ranges:
            if version(first) <= version(found) < version(fixed):
                return fixed
        return None


def read(lines):
    """Advisories, and what is accepted as (name, version, id). A line that is neither is an error that names it."""
    advisories, accepted = [], set()
    for number, line in enumerate(lines, 1):
        text = line.strip()
        if not text or text.startswith("#"):
            continue
        try:
            if text.startswith("accepted "):
                _, name, found, advisory, _reason = text.split(maxsplit=4)
                accepted.add((name, found, advisory))
            else:
                advisories.append(Advisory(text))
        except (ValueError, AttributeError) as unclear:
            raise SystemExit(f"advisories, line {number}: expected group:artifact [first,fixed) id text: {text}") from unclear
    return advisories, accepted


def findings(bom, advisories, accepted):
    """One line for each component that has a known fault, and one for each acceptance that nothing needs any more."""
    found, used = [], set()
    for component in bom.get("components", []):
        name = f"{component.get('group', '')}:{component['name']}"
        for advisory in advisories:
            fixed = advisory.fixed_in(component["version"]) if advisory.name == name else None
            if fixed is None:
                continue
            key = (name, component["version"], advisory.id)
            if key in accepted:
                used.add(key)
            else:
                found.append(f"{name} {component['version']}: {advisory.id}, {advisory.about}; fixed in {fixed}")
    found += [f"{' '.join(each)}: accepted, but not there" for each in sorted(accepted - used)]
    return found


def main(advisories_file, bom_file):
    with open(advisories_file, encoding="utf-8") as file:
        advisories, accepted = read(file)
    with open(bom_file, encoding="utf-8") as file:
        bom = json.load(file)
    if len(bom.get("components", [])) < 50:
        raise SystemExit(f"{bom_file}: too few components to be our dependencies")
    found = findings(bom, advisories, accepted)
    for line in found:
        print(line)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
