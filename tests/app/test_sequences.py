# SPDX-FileCopyrightText: Whimbrel contributors
# SPDX-License-Identifier: Apache-2.0
"""sequence, and export of sequence diagrams: as processes, on plan files alone."""

import json
import unittest
import xml.etree.ElementTree

from whimbrel import FOUND, GOOD, TEMPLATES, WRONG, Case, open_fully

DIAGRAMS = ["blue-green", "expand-contract", "read-replica-cutover", "rollback-drill"]
SVG = "{http://www.w3.org/2000/svg}"


class Sequences(Case):
    def plan(self, template="split-column"):
        path = self.folder / template / "plan.whimbrel"
        self.cli("new", "-t", template, "-o", path, expect=GOOD)
        return path

    def read(self, path):
        return json.loads(path.read_text(encoding="utf-8"))

    def change(self, path, change):
        plan = self.read(path)
        change(plan)
        path.write_text(json.dumps(plan), encoding="utf-8")

    def test_every_template_gives_a_diagram_without_findings(self):
        for name in TEMPLATES:
            path = self.plan(name)
            before = self.read(path)
            dry = json.loads(self.cli("sequence", path, "--dry-run", "--format", "json",
                                      expect=FOUND).stdout)
            self.assertTrue(dry["new"])
            self.assertEqual(self.read(path), before)
            self.cli("sequence", path, expect=GOOD)
            self.assertEqual(len(self.read(path)["sequences"]), 1)
            self.cli("validate", path, "--fail-on", "warning", expect=GOOD)
            self.cli("format", "--check", path, expect=GOOD)
            self.assertIn("up to date", self.cli("sequence", path, expect=GOOD).stdout)

    def test_drawn_parts_survive(self):
        path = self.plan()
        self.cli("sequence", path, "--id", "main", expect=GOOD)

        def draw(plan):
            parts = plan["sequences"][0]["parts"]
            at = next(i for i, part in enumerate(parts) if part["id"] == "dual-write")
            parts.insert(at, {"id": "mine", "type": "note", "over": ["primary"], "text": "mind the lag"})
            next(node for node in plan["nodes"] if node["id"] == "expand")["title"] = "Two columns"

        self.change(path, draw)
        told = self.cli("sequence", path, "--id", "main", expect=GOOD).stdout
        self.assertIn("~ Two columns", told)
        parts = self.read(path)["sequences"][0]["parts"]
        at = [part["id"] for part in parts].index("mine")
        self.assertEqual(parts[at + 1]["id"], "dual-write")

    def test_diagrams_from_templates(self):
        path = self.plan()
        self.cli("sequence", path, "--id", "main", expect=GOOD)
        for name in DIAGRAMS:
            self.cli("sequence", path, "--template", name, expect=GOOD)
        # Who takes part in those takes no part in the other.
        self.cli("sequence", path, "--id", "main", "--dry-run", expect=GOOD)
        listed = json.loads(self.cli("sequence", path, "--list", "--format", "json",
                                     expect=GOOD).stdout)
        self.assertEqual([each["id"] for each in listed["sequences"]], ["main"] + DIAGRAMS)
        self.cli("validate", path, "--fail-on", "warning", expect=GOOD)
        self.cli("sequence", path, "--template", DIAGRAMS[0], expect=WRONG)
        self.assertIn("blue-green", self.cli("sequence", path, "--template", "no", expect=WRONG).stderr)

    def test_what_a_run_did(self):
        plan, database = self.sample()
        self.cli("sequence", plan, "--of-run", "last", expect=WRONG)  # there is none yet
        self.cli("run", plan, "--bind", f"primary=sqlite:{database}", *open_fully("split-column"), expect=GOOD)
        self.cli("sequence", plan, expect=GOOD)
        self.cli("sequence", plan, "--of-run", "last", expect=GOOD)
        planned, actual = self.read(plan)["sequences"]
        self.assertEqual(actual["id"], "as-run")
        self.assertIn("As run", actual["title"])

        def shown(parts):
            steps = [node for part in parts for node in part.get("nodes", [])]
            return steps + [node for part in parts for operand in part.get("operands", [])
                            for node in shown(operand.get("parts", []))]

        self.assertLessEqual(set(shown(actual["parts"])), set(shown(planned["parts"])))
        self.assertIn("fill", shown(actual["parts"]))
        self.cli("validate", plan, "--fail-on", "error", expect=GOOD)
        again = self.cli("sequence", plan, "--of-run", "last", expect=WRONG)
        self.assertIn("as-run", again.stderr)

    def test_export(self):
        path = self.plan()
        self.cli("sequence", path, expect=GOOD)
        picture = self.folder / "picture"
        for ending in ["svg", "png", "pdf"]:
            for theme in ["light", "dark", "print"]:
                out = picture.with_suffix("." + ending)
                self.cli("export", path, "--diagram", "sequence:flow", "--theme", theme, "-o", out,
                         expect=GOOD)
                self.assertGreater(out.stat().st_size, 3000)
        svg = xml.etree.ElementTree.parse(picture.with_suffix(".svg"))
        names = {each.get("id") for each in svg.iter(SVG + "g")}
        self.assertIn("participant-primary", names)
        self.assertIn("part-flow-expand", names)

    def test_wrong_requests(self):
        path = self.plan()
        out = self.folder / "out.svg"
        missing = self.cli("export", path, "--diagram", "sequence:no", "-o", out, expect=WRONG)
        self.assertIn("no sequence diagram", missing.stderr)
        self.cli("export", path, "--diagram", "sequences", "-o", out, expect=WRONG)
        self.cli("sequence", path, expect=GOOD)
        dot = self.folder / "out.dot"
        self.cli("export", path, "--diagram", "sequence:flow", "-o", dot, expect=WRONG)
        self.cli("sequence", path, "--id", "", expect=WRONG)
        self.assertFalse(out.exists())


if __name__ == "__main__":
    unittest.main()
