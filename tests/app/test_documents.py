# SPDX-FileCopyrightText: Whimbrel contributors
# SPDX-License-Identifier: Apache-2.0
"""new, validate, export and format: what the command line does with plan files alone."""

import collections
import json
import os
import re
import struct
import subprocess
import unittest
import xml.etree.ElementTree

from whimbrel import (CLI, FOUND, GOOD, SERVER_TEMPLATES, TEMPLATES, WRONG, Case, edit, scalar)

CHANGES = {"expand", "dual-write", "backfill", "deploy", "cutover", "contract"}


class New(Case):
    def test_every_template_is_listed(self):
        listed = json.loads(self.cli("new", "--list", "--format", "json", expect=GOOD).stdout)
        self.assertEqual(sorted(each["name"] for each in listed["templates"]),
                         sorted(TEMPLATES + SERVER_TEMPLATES))
        for name in TEMPLATES + SERVER_TEMPLATES:
            self.assertIn(name, self.cli("new", "--list", expect=GOOD).stdout)

    def test_the_number_of_rows_is_chosen(self):
        for template, table in zip(TEMPLATES, ["customers", "payments", "products", "invoices",
                                               "deliveries"]):
            _, database = self.sample(template, rows=123, name=template)
            self.assertEqual(scalar(database, f"SELECT count(*) FROM {table}"), 123)

    def test_every_template_comes_for_each_dialect(self):
        listed = json.loads(self.cli("new", "--list", "--format", "json", expect=GOOD).stdout)
        for each in listed["templates"]:
            for dialect in each["dialects"]:
                plan = self.folder / each["name"] / dialect / "plan.whimbrel"
                self.cli("new", "-t", each["name"], "--dialect", dialect, "-o", plan, expect=GOOD)
                content = json.loads(plan.read_text(encoding="utf-8"))
                self.assertEqual([target["dialect"] for target in content["targets"]],
                                 [dialect] * len(content["targets"]))
                self.assertTrue((plan.parent / "sample.sql").exists())
                self.assertEqual(sorted(os.listdir(plan.parent)),
                                 ["plan.whimbrel", "sample.sql", "sql"])
                self.cli("validate", plan, "--fail-on", "warning", expect=GOOD)
                self.cli("format", "--check", plan, expect=GOOD)

    def test_rows_are_the_same_each_time(self):
        _, first = self.sample(name="first")
        _, second = self.sample(name="second")
        self.assert_same(first, second)

    def test_the_script_runs_in_the_sqlite_shell(self):
        plan, database = self.sample(rows=100)
        script = (plan.parent / "sample.sql").read_text(encoding="utf-8")
        other = self.folder / "shell.db"
        size = "CREATE TEMP TABLE sample_size(rows INTEGER NOT NULL);" \
               "INSERT INTO sample_size VALUES (100);"
        subprocess.run(["sqlite3", "-bail", str(other)], input=size + script, text=True, check=True)
        self.assert_same(database, other)

    def test_nothing_is_overwritten(self):
        plan, database = self.sample()
        before = plan.read_bytes(), database.read_bytes()
        done = self.cli("new", "-t", "rename-column", "-o", plan, expect=WRONG)
        self.assertIn(str(plan), done.stderr)
        self.cli("new", "-t", "rename-column", "--sample-database", database, expect=WRONG)
        self.assertEqual((plan.read_bytes(), database.read_bytes()), before)

    def test_wrong_requests(self):
        for arguments, says in [
                (["-t", "no-such", "-o", "x"], "no-such"),
                (["-o", "x"], "--template"),
                (["-t", "split-column"], "-o"),
                (["-t", "split-column", "-o", "x", "--rows", "many", "--sample-database"], "--rows"),
                (["-t", "split-column", "-o", "x", "--rows", "5"], "--sample-database"),
                (["-t", "split-column", "-o", "x", "--dialect", "oracle"], "oracle"),
                (["-t", "split-column", "-o", "x", "--dialect", "external"], "external"),
                (["--from-sql", "y.sql", "-o", "x", "--dialect", "sqlite"], "--template"),
                (["-t", "split-column", "-o", "x", "--dialect", "mysql", "--sample-database"],
                 "sample.sql")]:
            done = self.cli("new", *arguments, expect=WRONG, cwd=self.folder)
            self.assertIn(says, done.stderr)
        self.assertEqual(os.listdir(self.folder), [])

    def test_a_folder_that_may_not_be_written(self):
        done = self.cli("new", "-t", "split-column", "-o", "/proc/none/plan.whimbrel", expect=WRONG)
        self.assertIn("/proc/none", done.stderr)

    def test_around_a_script(self):
        script = self.folder / "release.sql"
        script.write_text("CREATE TABLE a (id INTEGER PRIMARY KEY, n TEXT);\n"
                          "CREATE INDEX a_n ON a(n);\n"
                          "INSERT INTO a SELECT 1, 'x;y';\n"
                          "DROP TABLE b;\n", encoding="utf-8")
        plan = self.folder / "made" / "plan.whimbrel"
        self.cli("new", "--from-sql", script, "-o", plan, expect=GOOD)
        content = json.loads(plan.read_text(encoding="utf-8"))
        kinds = [node["kind"] for node in content["nodes"] if node["kind"] in CHANGES]
        self.assertEqual(kinds, ["expand", "backfill", "contract"])
        done = self.cli("validate", plan, "--format", "json")
        rules = collections.Counter(each["rule"] for each in
                                    json.loads(done.stdout)["plans"][0]["findings"])
        self.assertEqual(rules["plan/forward-without-rollback"], 0)
        self.assertEqual(rules["plan/change-without-verification"], 0)

    def test_around_a_script_that_does_not_end(self):
        script = self.folder / "broken.sql"
        script.write_text("CREATE TABLE a (id INTEGER);\nINSERT INTO a VALUES ('x", encoding="utf-8")
        done = self.cli("new", "--from-sql", script, "-o", self.folder / "p.whimbrel", expect=WRONG)
        self.assertIn("line 2", done.stderr)


class Validate(Case):
    def findings(self, plan, expect):
        done = self.cli("validate", plan, "--format", "json", expect=expect)
        return json.loads(done.stdout)["plans"][0]

    def test_every_template_is_covered(self):
        for template in TEMPLATES:
            plan, _ = self.sample(template, rows=1, name=template)
            done = self.cli("validate", plan, "--fail-on", "warning", expect=GOOD)
            self.assertIn("(100 %)", done.stdout)
            self.assertIn("0 errors, 0 warnings", done.stdout)
            self.assertEqual(self.findings(plan, GOOD)["coverage"]["percent"], 100)

    def test_without_ways_back(self):
        for template in TEMPLATES:
            plan, _ = self.sample(template, rows=1, name=template)
            content = json.loads(plan.read_text(encoding="utf-8"))
            changes = {node["id"] for node in content["nodes"] if node["kind"] in CHANGES}
            edit(plan, lambda made: made.update(
                edges=[edge for edge in made["edges"] if edge.get("kind") != "rollback"]))
            found = self.findings(plan, FOUND)["findings"]
            reported = [each["element"]["id"] for each in found
                        if each["rule"] == "plan/forward-without-rollback"]
            ends = {edge["id"]: edge["to"] for edge in content["edges"]}
            named = sorted(ends.get(each, each) for each in reported)
            self.assertEqual(named, sorted(changes), template)

    def test_without_verifications(self):
        for template in TEMPLATES:
            plan, _ = self.sample(template, rows=1, name=template)
            content = json.loads(plan.read_text(encoding="utf-8"))
            changes = {node["id"] for node in content["nodes"] if node["kind"] in CHANGES}

            def bridge(made):
                # Verifications and monitors go; what led to them leads to what they led to.
                gone = {node["id"] for node in made["nodes"]
                        if node["kind"] in ("verification", "monitor")}
                after = {edge["from"]: edge["to"] for edge in made["edges"]
                         if edge.get("kind", "forward") == "forward" and edge["from"] in gone}
                before = {edge["to"]: edge["from"] for edge in made["edges"]
                          if edge.get("kind", "forward") == "forward" and edge["to"] in gone}
                edges = []
                for edge in made["edges"]:
                    if edge["from"] in gone or edge.get("kind") == "retry":
                        continue
                    way = before if edge.get("kind") == "rollback" else after
                    while edge["to"] in gone:
                        edge["to"] = way[edge["to"]]
                    edges.append(edge)
                made["edges"] = edges
                made["nodes"] = [node for node in made["nodes"] if node["id"] not in gone]

            edit(plan, bridge)
            found = self.findings(plan, FOUND)["findings"]
            ends = {edge["id"]: edge["to"]
                    for edge in json.loads(plan.read_text(encoding="utf-8"))["edges"]}
            reported = sorted(ends[each["element"]["id"]] for each in found
                              if each["rule"] == "plan/change-without-verification")
            self.assertEqual(reported, sorted(changes), template)

    def test_sarif(self):
        plan, _ = self.sample()
        edit(plan, lambda made: made["edges"].pop())
        edit(plan, lambda made: made.update(
            edges=[edge for edge in made["edges"] if edge["id"] != "back-fill"]))
        report = self.folder / "findings.sarif"
        self.cli("validate", plan, "--format", "sarif", "-o", report, expect=FOUND)
        sarif = json.loads(report.read_text(encoding="utf-8"))
        self.assertEqual(sarif["version"], "2.1.0")
        run = sarif["runs"][0]
        rules = {rule["id"] for rule in run["tool"]["driver"]["rules"]}
        lines = plan.read_text(encoding="utf-8").splitlines()
        self.assertTrue(run["results"])
        for result in run["results"]:
            self.assertIn(result["ruleId"], rules)
            location = result["locations"][0]
            line = location["physicalLocation"]["region"]["startLine"]
            self.assertIn(location["logicalLocations"][0]["name"], lines[line - 1])

    def test_junit(self):
        plan, _ = self.sample()
        edit(plan, lambda made: made.update(
            edges=[edge for edge in made["edges"] if edge["id"] != "back-fill"]))
        done = self.cli("validate", plan, "--format", "junit", expect=FOUND)
        suite = xml.etree.ElementTree.fromstring(done.stdout).find("testsuite")
        failed = [case.get("name") for case in suite.iter("testcase")
                  if case.find("failure") is not None]
        self.assertEqual(failed, ["plan/forward-without-rollback"])
        self.assertEqual(suite.get("failures"), "1")

    def test_warnings_count_when_asked(self):
        plan, _ = self.sample()
        edit(plan, lambda made: [node.pop("window", None) for node in made["nodes"]])
        self.cli("validate", plan, expect=GOOD)
        self.cli("validate", plan, "--fail-on", "warning", expect=FOUND)

    def test_an_accepted_finding_does_not_count(self):
        plan, _ = self.sample()
        edit(plan, lambda made: [node.pop("window", None) for node in made["nodes"]])
        keys = [each["key"] for each in self.findings(plan, GOOD)["findings"]]
        edit(plan, lambda made: made.update(
            accepted=[{"id": key, "because": "always quiet at night"} for key in keys]))
        done = self.cli("validate", plan, "--fail-on", "warning", expect=GOOD)
        self.assertIn("always quiet at night", done.stdout)

    def test_several_plans(self):
        good, _ = self.sample(rows=1, name="good")
        bad = self.folder / "bad.whimbrel"
        bad.write_text("{", encoding="utf-8")
        done = self.cli("validate", good, bad, "--format", "json", expect=WRONG)
        report = json.loads(done.stdout)
        self.assertEqual(report["unreadable"], 1)
        self.assertEqual(len(report["plans"]), 2)


class Export(Case):
    def test_all_formats(self):
        plan, _ = self.sample(rows=1)
        starts = {"svg": b"<?xml", "png": b"\x89PNG", "pdf": b"%PDF", "dot": b"digraph"}
        for ending, begins in starts.items():
            picture = self.folder / f"plan.{ending}"
            self.cli("export", plan, "-o", picture, expect=GOOD)
            self.assertTrue(picture.read_bytes().startswith(begins), ending)

    def test_svg_shows_every_node(self):
        plan, _ = self.sample(rows=1)
        picture = self.folder / "plan.svg"
        self.cli("export", plan, "-o", picture, expect=GOOD)
        root = xml.etree.ElementTree.parse(picture).getroot()
        titles = {element.text for element in root.iter("{http://www.w3.org/2000/svg}title")}
        for node in json.loads(plan.read_text(encoding="utf-8"))["nodes"]:
            self.assertTrue(any(node["title"] in (title or "") for title in titles), node["title"])

    def test_the_same_input_gives_the_same_bytes(self):
        plan, _ = self.sample(rows=1)
        self.env["SOURCE_DATE_EPOCH"] = "1700000000"
        pictures = []
        for name in ("one.svg", "two.svg"):
            self.cli("export", plan, "-o", self.folder / name, expect=GOOD)
            pictures.append((self.folder / name).read_bytes())
        self.assertEqual(*pictures)

    def test_scale(self):
        plan, _ = self.sample(rows=1)
        sizes = []
        for scale in ("1", "2"):
            picture = self.folder / f"{scale}.png"
            self.cli("export", plan, "-o", picture, "--scale", scale, expect=GOOD)
            sizes.append(struct.unpack(">II", picture.read_bytes()[16:24]))
        for once, twice in zip(*sizes):
            self.assertAlmostEqual(once * 2, twice, delta=2)

    def test_lanes(self):
        plan, _ = self.sample(rows=1)
        content = json.loads(plan.read_bytes())
        content["participants"] = [{"id": "dba", "title": "Team DBA"}, {"id": "app"}]
        for number, node in enumerate(content["nodes"]):
            node["owner"] = ["dba", "app"][number % 2]
        plan.write_text(json.dumps(content), encoding="utf-8")
        before = plan.read_bytes()
        picture = self.folder / "lanes.svg"
        done = self.cli("export", plan, "-o", picture, "--lanes", "owner", "--report",
                        expect=GOOD)
        self.assertRegex(done.stdout, r"(?m)^ +0  nodes that lie on another$")
        self.assertIn("Lane: Team DBA", picture.read_text(encoding="utf-8"))
        self.assertEqual(plan.read_bytes(), before)
        # The plan inside is the plan, not how it was drawn this once.
        self.assertEqual(self.cli("diff", plan, picture, expect=GOOD).stdout.strip(),
                         self.cli("diff", plan, plan, expect=GOOD).stdout.strip())
        content["layout"] = {"lanes": "owner"}
        plan.write_text(json.dumps(content), encoding="utf-8")
        self.cli("export", plan, "-o", picture, expect=GOOD)
        self.assertIn("Lane: app", picture.read_text(encoding="utf-8"))
        self.cli("export", plan, "-o", picture, "--lanes", "none", expect=GOOD)
        self.assertNotIn("Lane:", picture.read_text(encoding="utf-8"))

    def test_report(self):
        plan, _ = self.sample(rows=1)
        done = self.cli("export", plan, "-o", self.folder / "x.svg", "--report", expect=GOOD)
        self.assertRegex(done.stdout, r"(?m)^ +0  edges through foreign nodes$")
        done = self.cli("export", plan, "-o", self.folder / "x.svg", "--report", "--arrange",
                        "--format", "json", expect=GOOD)
        quality = json.loads(done.stdout)["quality"]
        self.assertEqual(quality["nodes"], len(json.loads(plan.read_bytes())["nodes"]))
        self.assertEqual((quality["nodeOverlaps"], quality["labelHits"], quality["faults"]),
                         (0, 0, []))
        self.assertGreater(quality["lengthPixels"], 0)

    def test_report_names_what_is_wrong(self):
        plan, _ = self.sample(rows=1)
        content = json.loads(plan.read_bytes())
        one, other = [node["id"] for node in content["nodes"][:2]]
        content["layout"] = {"flow": [{"node": one, "x": 0, "y": 0},
                                      {"node": other, "x": 20, "y": 10}]}
        plan.write_text(json.dumps(content), encoding="utf-8")
        done = self.cli("export", plan, "-o", self.folder / "x.svg", "--report", expect=GOOD)
        self.assertIn(f'Node "{one}" lies on node "{other}".', done.stdout)
        done = self.cli("export", plan, "-o", self.folder / "x.svg", "--report", "--arrange",
                        expect=GOOD)
        self.assertRegex(done.stdout, r"(?m)^ +0  nodes that lie on another$")
        self.assertRegex(done.stdout, r"(?m)^ +[12]  nodes that moved$")

    def test_wrong_requests(self):
        plan, _ = self.sample(rows=1)
        for arguments, says in [
                ([plan], "-o"),
                ([plan, "-o", "x.dot", "--report"], "--report"),
                ([plan, "-o", "x.gif"], ".svg"),
                ([plan, "-o", "x.html"], ".html"),
                ([plan, "-o", "x.png", "--scale", "0"], "--scale"),
                ([plan, "-o", "x.png", "--theme", "blue"], "light"),
                ([plan, "-o", "x.png", "--lanes", "team"], "owner"),
                ([plan, "-o", "x.dot", "--lanes", "owner"], "--lanes"),
                ([plan, "-o", "/nowhere/x.svg"], "/nowhere/x.svg"),
                (["missing.whimbrel", "-o", "x.svg"], "missing.whimbrel")]:
            done = self.cli("export", *arguments, expect=WRONG, cwd=self.folder)
            self.assertIn(says, done.stderr)


class Format(Case):
    def test_templates_are_canonical(self):
        for template in TEMPLATES:
            plan = self.folder / template / "plan.whimbrel"
            self.cli("new", "-t", template, "-o", plan, expect=GOOD)
            self.cli("format", "--check", plan, expect=GOOD)

    def test_rewrites_what_is_not(self):
        plan = self.folder / "plan.whimbrel"
        self.cli("new", "-t", "split-column", "-o", plan, expect=GOOD)
        canonical = plan.read_bytes()
        content = json.loads(canonical)
        content["x-ours"] = {"kept": True}
        plan.write_text(json.dumps(content), encoding="utf-8")
        scrambled = plan.read_bytes()
        self.cli("format", "--check", plan, expect=FOUND)
        self.assertEqual(plan.read_bytes(), scrambled)
        self.cli("format", plan, expect=GOOD)
        self.cli("format", "--check", plan, expect=GOOD)
        self.assertEqual(json.loads(plan.read_bytes()), content)


class Usage(Case):
    COMMANDS = ["new", "validate", "export", "diff", "merge", "format", "run", "resume", "status",
                "rollback", "handover"]

    def test_help(self):
        listed = self.cli("--help", expect=GOOD).stdout
        for command in self.COMMANDS:
            self.assertIn(f"  {command} ", listed)
            done = self.cli(command, "--help", expect=GOOD)
            self.assertTrue(done.stdout.startswith(f"Usage: whimbrel-cli {command} "), command)
            self.assertIn("Examples:", done.stdout)
            self.assertEqual(done.stderr, "")
            self.assertEqual(self.cli("help", command, expect=GOOD).stdout, done.stdout)

    def test_wrong_commands_and_options(self):
        done = self.cli("valdate", expect=WRONG)
        self.assertIn('"validate"', done.stderr)
        self.cli(expect=WRONG)
        for command in self.COMMANDS:
            done = self.cli(command, "--fromat", "json", expect=WRONG)
            self.assertIn("--format", done.stderr)
            self.assertIn(f"{command} --help", done.stderr)

    def test_version(self):
        self.assertRegex(self.cli("--version", expect=GOOD).stdout, r"^whimbrel-cli \d+\.\d+\.\d+$")

    def test_no_ui_is_linked(self):
        linked = subprocess.run(["ldd", CLI], capture_output=True, text=True, check=True).stdout
        self.assertNotRegex(linked, re.compile("Widgets"))


if __name__ == "__main__":
    unittest.main()
