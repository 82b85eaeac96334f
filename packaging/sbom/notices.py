#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The libraries that the images contain, by licence, from a CycloneDX SBOM: notices.py bom.json prints them,
notices.py bom.json THIRD_PARTY.md compares; where the file is not current the exit code is 1."""
import json
import sys

HEAD = """# Third-party software

The images contain these libraries, under their own licences. Written from the software bill of materials by `make notices`.
"""
OURS = "dev.cairn"


def licences(component):
    names = set()
    for each in component.get("licenses", []):
        licence = each.get("license", {})
        names.add(licence.get("id") or licence.get("name") or each.get("expression"))
    return " or ".join(sorted(filter(None, names))) or "not stated in its pom"


def text(bom):
    by_licence = {}
    for each in bom["components"]:
        if each.get("group") != OURS and each.get("scope") != "excluded":
            name = "%s:%s %s" % (each.get("group", ""), each["name"], each["version"])
            by_licence.setdefault(licences(each), set()).add(name)
    lines = [HEAD]
    for licence in sorted(by_licence):
        lines.append("## %s\n" % licence)
        lines.extend("* " + name for name in sorted(by_licence[licence]))
        lines.append("")
    return "\n".join(lines)


def main(arguments):
    with open(arguments[0], encoding="utf-8") as file:
        current = text(json.load(file))
    if len(arguments) == 1:
        print(current, end="")
        return 0
    with open(arguments[1], encoding="utf-8") as file:
        if file.read() == current:
            return 0
    print(arguments[1] + " does not name what is shipped by now: run make notices", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
