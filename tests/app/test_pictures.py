# SPDX-FileCopyrightText: Whimbrel contributors
# SPDX-License-Identifier: Apache-2.0
"""export, diff and merge: pictures that hold their plan, and two versions of a plan."""

import json
import os
import re
import shutil
import struct
import subprocess
import time
import unittest
import xml.etree.ElementTree

from whimbrel import CLI, FOUND, GOOD, WRONG, Case, edit

SVG = "{http://www.w3.org/2000/svg}"


class Pictures(Case):
    def setUp(self):
        super().setUp()
        self.plan = self.folder / "plan" / "plan.whimbrel"
        self.cli("new", "-t", "split-column", "-o", self.plan, expect=GOOD)

    def export(self, name, *options, plan=None):
        picture = self.folder / name
        self.cli("export", plan or self.plan, "-o", picture, *options, expect=GOOD)
        return picture

    def test_pictures_are_plans(self):
        files = {path.relative_to(self.plan.parent): path.read_bytes()
                 for path in (self.plan.parent / "sql").rglob("*") if path.is_file()}
        self.assertTrue(files)
        for ending in ("svg", "png", "pdf"):
            picture = self.export(f"picture.{ending}")
            told = self.cli("validate", picture, "--format", "json", expect=GOOD).stdout
            own = self.cli("validate", self.plan, "--format", "json", expect=GOOD).stdout
            self.assertEqual(json.loads(told)["plans"][0]["findings"],
                             json.loads(own)["plans"][0]["findings"])
            self.cli("diff", self.plan, picture, expect=GOOD)
            again = self.folder / ending / "again.whimbrel"
            self.cli("export", picture, "-o", again, expect=GOOD)
            self.assertEqual(again.read_bytes(), self.plan.read_bytes())
            for name, content in files.items():
                if name.as_posix() in self.plan.read_text(encoding="utf-8"):
                    self.assertEqual((again.parent / name).read_bytes(), content)
            # What is there already is not written over.
            done = self.cli("export", picture, "-o", again, expect=WRONG)
            self.assertIn("there already", done.stderr)
            # A picture of a picture.
            self.cli("diff", self.plan, self.export(f"second.{ending}", plan=picture), expect=GOOD)

    def test_the_same_bytes(self):
        for ending in ("svg", "png", "pdf"):
            one = self.export(f"one.{ending}").read_bytes()
            time.sleep(1.1)  # the clock shows another second
            self.assertEqual(one, self.export(f"two.{ending}").read_bytes(), ending)
        self.env["SOURCE_DATE_EPOCH"] = "1700000000"
        self.assertIn(b"(D:20231114221320Z)", self.export("epoch.pdf").read_bytes())

    def test_without_the_plan(self):
        for ending in ("svg", "png", "pdf"):
            for options in (["--no-plan"], ["--detail", "stakeholder"]):
                picture = self.export(f"bare.{ending}", *options)
                done = self.cli("validate", picture, expect=WRONG)
                self.assertIn("carries no plan", done.stderr)

    def test_stakeholders_see_no_sql(self):
        text = self.export("bare.svg", "--detail", "stakeholder").read_text(encoding="utf-8")
        for word in (".sql", "ALTER TABLE", "customers SET", "SELECT "):
            self.assertNotIn(word, text)
        self.assertIn(".sql", self.export("full.svg").read_text(encoding="utf-8"))

    def test_broken_and_hostile_pictures(self):
        picture = self.export("good.svg").read_text(encoding="utf-8")
        begin = picture.index("<whimbrel:plan")
        held = picture[picture.index(">", begin) + 1:picture.index("</whimbrel:plan>")]
        cases = {
            "foreign.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
            "cut.svg": picture[:begin + 600],
            "damaged.svg": picture.replace(held, held[:400] + held[404:]),
            "letters.svg": picture.replace(held, "not base64 !!"),
        }
        for name, content in cases.items():
            (self.folder / name).write_text(content, encoding="utf-8")
            done = self.cli("validate", self.folder / name, expect=WRONG)
            self.assertIn(name, done.stderr)
            self.assertRegex(done.stderr, "carries no plan|damaged")
        png = self.export("good.png").read_bytes()
        (self.folder / "cut.png").write_bytes(png[:200])
        self.cli("validate", self.folder / "cut.png", expect=WRONG)
        edit(self.plan, lambda made: made["nodes"][1].update(
            action={"type": "sql", "file": "../../outside.sql"}))
        self.cli("validate", self.plan, expect=WRONG)

    def test_a_picture_is_not_written_over(self):
        picture = self.export("picture.svg")
        before = picture.read_bytes()
        self.cli("format", picture, expect=WRONG)
        self.cli("sequence", picture, expect=WRONG)
        self.assertEqual(picture.read_bytes(), before)

    def test_parts(self):
        def nodes(*options):
            root = xml.etree.ElementTree.parse(self.export("part.svg", *options)).getroot()
            return {each.get("id")[5:] for each in root.iter(f"{SVG}g")
                    if (each.get("id") or "").startswith("node-")}

        content = json.loads(self.plan.read_bytes())
        everything = {node["id"] for node in content["nodes"]}
        self.assertEqual(nodes(), everything)
        phase = content["groups"][0]["id"]
        inside = {node["id"] for node in content["nodes"] if node.get("group") == phase}
        ends = {edge[there] for edge in content["edges"] for here, there
                in (("from", "to"), ("to", "from"))
                if edge[here] in inside and edge[there] not in inside}
        self.assertTrue(ends)
        self.assertEqual(nodes("--phase", phase), inside | ends)
        content.setdefault("layout", {})["folded"] = [phase]
        folded = self.plan.with_name("folded.whimbrel")
        folded.write_text(json.dumps(content), encoding="utf-8")
        whole, self.plan = self.plan, folded
        self.assertEqual(nodes(), everything - inside)
        self.assertEqual(nodes("--unfold"), everything)
        self.plan = whole
        self.assertEqual(nodes("--nodes", "expand,dual-write"), {"expand", "dual-write"})
        back = nodes("--diagram", "rollback")
        self.assertLess(len(back), len(everything))
        self.assertTrue({edge["from"] for edge in content["edges"]
                         if edge.get("kind") == "rollback"} <= back)
        self.assertLess(nodes("--diagram", "rollback:expand"), back)

    def test_transparent_dots_and_paper(self):
        self.assertNotIn('<rect', self.export("t.svg", "--transparent").read_text(encoding="utf-8"))
        png = self.export("t.png", "--dpi", "300").read_bytes()
        at = png.index(b"pHYs") + 4
        self.assertEqual(struct.unpack(">II", png[at:at + 8]), (11811, 11811))
        pdf = self.export("t.pdf", "--paper", "a4", "--page-per-phase").read_bytes()
        groups = len(json.loads(self.plan.read_bytes())["groups"])
        self.assertIn(f"/Count {groups + 1}".encode(), pdf)
        self.assertIn(b"/Outlines", pdf)
        for box in re.findall(rb"/MediaBox \[0 0 (\d+)\S* (\d+)", pdf):
            self.assertEqual(sorted(map(int, box)), [595, 842])

    def test_links(self):
        edit(self.plan, lambda made: made["nodes"][0].update(
            links=[{"title": "ticket", "url": "https://example.org/T-1"}]))
        beside = self.plan.parent / "beside.svg"
        self.cli("export", self.plan, "-o", beside, expect=GOOD)
        links = re.findall(r'xlink:href="([^"]*)"', beside.read_text(encoding="utf-8"))
        self.assertIn("https://example.org/T-1", links)
        files = [link for link in links if link.endswith(".sql")]
        self.assertTrue(files)
        for link in files:
            self.assertTrue((beside.parent / link).is_file(), link)
        # A picture elsewhere does not tell where the plan lies.
        away = self.export("away.svg").read_text(encoding="utf-8")
        self.assertFalse([link for link in re.findall(r'xlink:href="([^"]*)"', away)
                          if link.endswith(".sql")])

    def test_wrong_requests(self):
        for options, says in [
                (["--diagram", "tree"], "rollback"), (["--phase", "nowhere"], "nowhere"),
                (["--nodes", "nobody"], "nobody"), (["--diagram", "rollback:nobody"], "nobody"),
                (["--paper", "a4"], ".pdf"), (["--dpi", "100"], ".png"),
                (["--phase", "a", "--nodes", "b"], "--nodes")]:
            done = self.cli("export", self.plan, "-o", self.folder / "x.svg", *options,
                            expect=WRONG)
            self.assertIn(says, done.stderr)
        done = self.cli("export", self.plan, "-o", self.folder / "x.pdf", "--paper", "a99",
                        expect=WRONG)
        self.assertIn("a4", done.stderr)


class Versions(Case):
    def setUp(self):
        super().setUp()
        self.old = self.folder / "old" / "plan.whimbrel"
        self.cli("new", "-t", "split-column", "-o", self.old, expect=GOOD)
        shutil.copytree(self.old.parent, self.folder / "new")
        self.new = self.folder / "new" / "plan.whimbrel"

    @staticmethod
    def rename(node, title):
        def change(made):
            next(each for each in made["nodes"] if each["id"] == node)["title"] = title
        return change

    def test_the_same(self):
        self.assertIn("no difference", self.cli("diff", self.old, self.new, expect=GOOD).stdout)

    def test_text_json_and_svg(self):
        edit(self.new, self.rename("expand", "Add two columns"))
        with open(self.new.parent / "sql" / "010-expand.sql", "a", encoding="utf-8") as file:
            file.write("-- one line more\n")
        done = self.cli("diff", self.old, self.new, expect=FOUND)
        self.assertRegex(done.stdout, r"(?m)^~ node expand .*changes what a run does")
        self.assertIn("title: Add first and last name → Add two columns", done.stdout)
        self.assertIn("+-- one line more", done.stdout)
        told = json.loads(self.cli("diff", self.old, self.new, "--format", "json",
                                   expect=FOUND).stdout)
        self.assertTrue(told["changesRun"])
        self.assertEqual({(each["kind"], each["section"], each["id"])
                          for each in told["elements"]},
                         {("changed", "nodes", "expand"), ("changed", "files", "sql/010-expand.sql")})
        picture = self.folder / "diff.svg"
        self.cli("diff", self.old, self.new, "--format", "svg", "-o", picture, expect=FOUND)
        descriptions = [each.text for each in
                        xml.etree.ElementTree.parse(picture).getroot().iter(f"{SVG}desc")]
        self.assertTrue(any((text or "").startswith("changed: title") for text in descriptions))

    def test_moved_only(self):
        def move(made):
            made["layout"]["flow"][0]["x"] += 40
        if "layout" not in json.loads(self.old.read_bytes()):
            layout = {"flow": [{"node": "start", "x": 0, "y": 0}]}
            for plan in (self.old, self.new):
                edit(plan, lambda made: made.update(layout=layout))
        edit(self.new, move)
        self.assertIn("1 moved", self.cli("diff", self.old, self.new, expect=FOUND).stdout)
        self.cli("diff", self.old, self.new, "--semantic", expect=GOOD)

    def test_merge(self):
        base = self.folder / "base.whimbrel"
        shutil.copy(self.old, base)
        edit(self.old, self.rename("expand", "Ours"))
        edit(self.new, self.rename("fill", "Theirs"))
        self.cli("merge", base, self.old, self.new, expect=GOOD)
        titles = {node["id"]: node["title"] for node in json.loads(self.old.read_bytes())["nodes"]}
        self.assertEqual((titles["expand"], titles["fill"]), ("Ours", "Theirs"))
        edit(self.new, self.rename("expand", "Theirs too"))
        done = self.cli("merge", base, self.old, self.new, "--path", "my.whimbrel", expect=FOUND)
        for word in ("my.whimbrel: 1 conflict", "nodes expand title", "Ours", "Theirs too"):
            self.assertIn(word, done.stdout)
        done = self.cli("validate", self.old, expect=FOUND)
        self.assertIn("plan/merge-conflict", done.stdout)
        self.cli("merge", base, self.old, self.folder / "missing", expect=WRONG)

    def git(self, *arguments, cwd):
        done = subprocess.run(
            ["git", "-c", "user.name=t", "-c", "user.email=t@example.org", *arguments], cwd=cwd,
            env=dict(self.env, HOME=str(self.folder)), capture_output=True, text=True, check=False)
        return done

    def test_git(self):
        """The recipe of the manual page: git diff and git merge speak of steps."""
        there = self.old.parent
        tool = os.path.abspath(CLI)
        self.git("init", "-q", "-b", "main", cwd=there)
        (there / ".gitattributes").write_text("*.whimbrel diff=whimbrel merge=whimbrel\n")
        self.git("config", "diff.whimbrel.command", f"'{tool}' diff --git", cwd=there)
        self.git("config", "merge.whimbrel.driver", f"'{tool}' merge --path %P %O %A %B", cwd=there)
        self.git("add", ".", cwd=there)
        self.git("commit", "-qm", "one", cwd=there)
        self.git("checkout", "-qb", "other", cwd=there)
        edit(self.old, self.rename("fill", "Theirs"))
        shown = self.git("diff", cwd=there)
        self.assertEqual(shown.returncode, 0, shown.stderr)
        self.assertIn("→ Theirs", shown.stdout)
        self.git("commit", "-qam", "two", cwd=there)
        self.git("checkout", "-q", "main", cwd=there)
        edit(self.old, self.rename("expand", "Ours"))
        self.git("commit", "-qam", "three", cwd=there)
        merged = self.git("merge", "-q", "--no-edit", "other", cwd=there)
        self.assertEqual(merged.returncode, 0, merged.stdout + merged.stderr)
        titles = {node["id"]: node["title"] for node in json.loads(self.old.read_bytes())["nodes"]}
        self.assertEqual((titles["expand"], titles["fill"]), ("Ours", "Theirs"))


if __name__ == "__main__":
    unittest.main()
