# SPDX-License-Identifier: Apache-2.0
"""The check of advisories sees a planted old version, and nothing where there is nothing."""
import os
import unittest

from check import findings, read, version

HERE = os.path.dirname(os.path.abspath(__file__))


def bom(*components):
    keys = ("group", "name", "version")
    return {"components": [dict(zip(keys, each.split(":"))) for each in components]}


class CheckTest(unittest.TestCase):
    def setUp(self):
        with open(os.path.join(HERE, "advisories.txt"), encoding="utf-8") as file:
            self.known, _ = read(file)

    def found(self, *components, accepted=()):
        return findings(bom(*components), self.known, set(accepted))

    def test_an_old_version_is_found_with_its_fix(self):
        (line,) = self.found("io.vertx:vertx-core:4.5.26")
        self.assertIn("io.vertx:vertx-core 4.5.26: CVE-2026-6860", line)
        self.assertIn("fixed in 4.5.27", line)

    def test_every_line_of_the_file_is_found_just_below_its_fix_and_not_at_it(self):
        for advisory in self.known:
            for first, fixed in advisory.ranges:
                start = "0.1" if first == "0" else first
                self.assertTrue(any(advisory.id in each for each in self.found(f"{advisory.name}:{start}")), advisory.id)
                self.assertIsNone(advisory.fixed_in(fixed), advisory.id)

    def test_another_line_of_releases_has_a_fix_of_its_own(self):
        self.assertEqual([], self.found("io.netty:netty-codec-http2:4.1.140.Final"))
        self.assertEqual(2, len(self.found("io.netty:netty-codec-http2:4.2.14.Final")))

    def test_an_accepted_fault_is_not_reported_and_one_too_many_is(self):
        accepted = [("io.vertx:vertx-core", "4.5.26", "CVE-2026-6860")]
        self.assertEqual([], self.found("io.vertx:vertx-core:4.5.26", accepted=accepted))
        (line,) = self.found("io.vertx:vertx-core:4.5.27", accepted=accepted)
        self.assertIn("accepted, but not there", line)

    def test_versions_are_ordered_as_releases_are(self):
        ordered = ["2.0-rc1", "2.0", "2.0.1", "2.9.0", "2.10.0", "2.21.8", "3.33.2", "3.33.2.1"]
        self.assertEqual(ordered, sorted(reversed(ordered), key=version))
        self.assertEqual(version("4.1.135"), version("4.1.135.Final"))
        self.assertLess(version("4.1.9.Final"), version("4.1.135.Final"))

    def test_a_line_that_cannot_be_read_is_named(self):
        with self.assertRaisesRegex(SystemExit, "line 2: .*nonsense"):
            read(["# a comment", "nonsense"])


if __name__ == "__main__":
    unittest.main()
