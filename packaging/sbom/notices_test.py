# SPDX-License-Identifier: Apache-2.0
"""Third-party notices: each library once, under its licence; a file that is not current is noticed."""
import contextlib
import io
import json
import os
import tempfile
import unittest

from notices import main, text

BOM = {
    "components": [
        {"group": "b", "name": "two", "version": "2", "licenses": [{"license": {"id": "MIT"}}]},
        {"group": "a", "name": "one", "version": "1", "licenses": [{"license": {"id": "MIT"}}, {"expression": "BSD"}]},
        {"group": "c", "name": "three", "version": "3"},
        {"group": "dev.cairn", "name": "etcd-node", "version": "0"},
        {"group": "t", "name": "test", "version": "1", "scope": "excluded"},
    ]
}


class NoticesTest(unittest.TestCase):
    def test_libraries_stand_under_their_licences(self):
        lines = [line for line in text(BOM).splitlines() if line.startswith(("## ", "* "))]
        self.assertEqual(
            ["## BSD or MIT", "* a:one 1", "## MIT", "* b:two 2", "## not stated in its pom", "* c:three 3"], lines)

    def test_a_file_that_is_not_current_is_noticed(self):
        with tempfile.TemporaryDirectory() as directory:
            bom, notices = os.path.join(directory, "bom.json"), os.path.join(directory, "THIRD_PARTY.md")
            with open(bom, "w", encoding="utf-8") as file:
                json.dump(BOM, file)
            with open(notices, "w", encoding="utf-8") as file:
                file.write(text(BOM))
            self.assertEqual(0, main([bom, notices]))
            with open(notices, "a", encoding="utf-8") as file:
                file.write("* z:forgotten 1\n")
            with contextlib.redirect_stderr(io.StringIO()) as said:
                self.assertEqual(1, main([bom, notices]))
            self.assertIn("make notices", said.getvalue())


if __name__ == "__main__":
    unittest.main()
