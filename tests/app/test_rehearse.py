# SPDX-FileCopyrightText: Whimbrel contributors
# SPDX-License-Identifier: Apache-2.0
"""Rehearsals as people and scripts start them: verdicts, evidence, exit codes, and that nothing is
left behind, whatever ends them."""

import json
import os
import pathlib
import signal
import time
import unittest

from whimbrel import FOUND, GOOD, UNREACHABLE, WRONG, Case, edit, execute


class Rehearse(Case):
    def setUp(self):
        super().setUp()
        self.temporary = self.folder / "temporary"
        self.temporary.mkdir()
        self.env["TMPDIR"] = str(self.temporary)
        self.plan, self.database = self.sample(rows=200)
        self.evidence = self.plan.parent / "plan.rehearsal.json"

    def scratch(self):
        return list(self.temporary.glob("whimbrel-rehearsal-*"))

    def entries(self):
        return list((pathlib.Path(self.env["XDG_STATE_HOME"]) / "whimbrel" / "rehearsals")
                    .glob("*.json"))

    def break_way_back(self):
        """The way back of the fill forgets one customer."""
        (self.plan.parent / "sql" / "030-fill.back.sql").write_text(
            "UPDATE customers SET first_name = NULL, last_name = NULL\n"
            "WHERE id BETWEEN :first AND :last AND id > 1;\n", encoding="utf-8")

    def wait_until_it_works(self, process):
        for _ in range(400):
            if any(path.glob("*.db") for path in self.scratch()) and process.poll() is None:
                return
            time.sleep(0.05)
        self.fail("no scratch database was made")

    def test_good_ways_back(self):
        before = self.fingerprint(self.database)
        done = self.cli("rehearse", self.plan, "--on", f"sqlite:{self.database}", expect=GOOD)
        self.assertIn("Every way back holds.", done.stdout)
        self.assertEqual(self.fingerprint(self.database), before)
        self.assertEqual(self.scratch(), [])
        self.assertEqual(self.entries(), [])
        kept = json.loads(self.evidence.read_text(encoding="utf-8"))["rehearsals"]
        self.assertEqual(len(kept), 1)
        verdicts = {way["edge"]: way["verdict"] for way in kept[0]["ways"]}
        self.assertEqual(verdicts["back-fill"], "exact")
        self.assertEqual(verdicts["back-deploy"], "assumed")

        # Coverage knows it, until the plan means something else.
        coverage = self.cli("validate", self.plan, "--format", "json")
        rows = {row["to"]: row for row in json.loads(coverage.stdout)["plans"][0]["coverage"]["rows"]}
        self.assertEqual(rows["fill"]["rehearsed"], "yes")
        self.assertEqual(rows["deploy"]["rehearsed"], "explained")
        edit(self.plan, lambda made: made.update(title="Another name"))
        coverage = self.cli("validate", self.plan, "--format", "json")
        rows = {row["to"]: row for row in json.loads(coverage.stdout)["plans"][0]["coverage"]["rows"]}
        self.assertEqual(rows["fill"]["rehearsed"], "yes")
        self.break_way_back()
        coverage = self.cli("validate", self.plan, "--format", "json")
        rows = {row["to"]: row for row in json.loads(coverage.stdout)["plans"][0]["coverage"]["rows"]}
        self.assertEqual(rows["fill"]["rehearsed"], "stale")

    def test_a_way_back_that_loses(self):
        self.break_way_back()
        done = self.cli("rehearse", self.plan, "--on", f"sqlite:{self.database}",
                        "--format", "json", expect=FOUND)
        messages = [json.loads(line) for line in done.stdout.splitlines()]
        last = messages[-1]
        self.assertEqual(last["message"], "rehearsed")
        self.assertFalse(last["proof"])
        ways = {way["edge"]: way for way in last["rehearsal"]["ways"]}
        self.assertEqual(ways["back-fill"]["verdict"], "data-lost")
        self.assertIn("customers", ways["back-fill"]["differences"][0]["text"])
        self.assertEqual(ways["back-hide"]["verdict"], "exact")
        self.assertIn("data lost", self.cli("validate", self.plan).stdout)
        self.assertEqual(self.scratch(), [])

    def test_an_empty_database_does_not_hide_the_ways_back(self):
        done = self.cli("rehearse", self.plan, "--no-save", expect=FOUND)
        self.assertIn("--baseline", done.stdout)
        self.assertFalse(self.evidence.exists())

    def test_production_wants_a_rehearsal(self):
        run = ["run", self.plan, "--bind", f"sqlite:{self.database}", "--environment",
               "production", "--no-input", "--to", "audit"]
        done = self.cli(*run, expect=WRONG)
        self.assertIn("never rehearsed", done.stderr)
        self.cli("rehearse", self.plan, "--on", f"sqlite:{self.database}", expect=GOOD)
        self.cli(*run, "--to", "audit", expect=3)

    def test_production_takes_a_reason(self):
        done = self.cli("run", self.plan, "--bind", f"sqlite:{self.database}", "--environment",
                        "production", "--no-input", "--to", "audit", "--unrehearsed",
                        "outage OPS-7", "--format", "json", expect=3)
        started = [json.loads(line) for line in done.stdout.splitlines()
                   if "run-started" in line]
        self.assertIn("outage OPS-7", json.dumps(started))

    def test_wrong_usage(self):
        self.cli("rehearse", expect=WRONG)
        self.cli("rehearse", self.plan, "--on", "nowhere", expect=WRONG)
        self.cli("rehearse", self.plan, "--baseline", "nowhere.sql", expect=WRONG)
        self.cli("rehearse", self.plan, "--on", f"sqlite:{self.database}", "--baseline",
                 self.plan, expect=WRONG)
        done = self.cli("rehearse", self.plan, "--on", f"sqlite:{self.folder}/missing.db",
                        expect=UNREACHABLE)
        self.assertIn("missing.db", done.stderr)
        self.assertEqual(self.scratch(), [])

    def test_interrupted(self):
        for each in (signal.SIGINT, signal.SIGTERM):
            process = self.start("rehearse", self.plan, "--on", f"sqlite:{self.database}")
            self.wait_until_it_works(process)
            process.send_signal(each)
            _, errors = process.communicate(timeout=60)
            self.assertEqual(process.returncode, FOUND, errors)
            self.assertIn("cancelled", errors)
            self.assertEqual(self.scratch(), [])
            self.assertEqual(self.entries(), [])

    def test_killed(self):
        process = self.start("rehearse", self.plan, "--on", f"sqlite:{self.database}")
        self.wait_until_it_works(process)
        alive = self.cli("rehearse", "--clean-up", expect=GOOD)
        self.assertIn("nothing to remove", alive.stderr)
        process.kill()
        process.communicate(timeout=60)
        left = self.scratch()
        self.assertEqual(len(left), 1)
        # What somebody else put in the place of our folder is not ours.
        strange = self.temporary / "whimbrel-rehearsal-strange"
        strange.mkdir()
        self.cli("rehearse", "--clean-up", expect=GOOD)
        self.assertEqual(self.scratch(), [strange])
        self.assertEqual(self.entries(), [])

    def test_what_bears_another_mark_is_left_alone(self):
        process = self.start("rehearse", self.plan, "--on", f"sqlite:{self.database}")
        self.wait_until_it_works(process)
        process.kill()
        process.communicate(timeout=60)
        (self.scratch()[0] / "whimbrel-rehearsal").write_text("somebody else's", encoding="utf-8")
        done = self.cli("rehearse", "--clean-up", expect=FOUND)
        self.assertIn(str(self.scratch()[0]), done.stderr)

    def test_a_run_on_the_original_is_no_hindrance(self):
        self.cli("run", self.plan, "--bind", f"sqlite:{self.database}", "--no-input", "--to",
                 "backup", expect=3)
        self.cli("rehearse", self.plan, "--on", f"sqlite:{self.database}", "--no-save",
                 expect=GOOD)
        mirrors = pathlib.Path(self.env["XDG_STATE_HOME"]) / "whimbrel" / "runs"
        self.assertEqual(len(os.listdir(mirrors)), 1)

    def test_others_may_write_meanwhile(self):
        execute(self.database, "PRAGMA journal_mode = WAL")
        done = self.cli("rehearse", self.plan, "--on", f"sqlite:{self.database}", expect=GOOD)
        self.assertIn("exact", done.stdout)


if __name__ == "__main__":
    unittest.main()
