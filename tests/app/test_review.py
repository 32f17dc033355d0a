# SPDX-FileCopyrightText: Whimbrel contributors
# SPDX-License-Identifier: Apache-2.0
"""preflight, report, gate and signed answers on real SQLite databases, with the real ssh-keygen."""

import csv
import io
import json
import subprocess
import unittest

from whimbrel import CONFIRMED, FOUND, GOOD, RESTING, WRONG, Case, edit

GATE = "go-switch"


class Review(Case):
    def setUp(self):
        super().setUp()
        self.plan, self.database = self.sample(rows=50)
        self.bind = ["--bind", f"sqlite:{self.database}"]

    def key(self, name, passphrase=""):
        path = self.folder / name
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", passphrase, "-C", name, "-f",
                        path], check=True)
        return path

    def allow(self, **keys):
        """Writes allowed_signers beside the plan: name → key."""
        lines = [f"{name} {key.with_suffix('.pub').read_text().strip()}"
                 for name, key in keys.items()]
        (self.plan.parent / "allowed_signers").write_text("\n".join(lines) + "\n")

    def demand(self):
        def sign(content):
            for node in content["nodes"]:
                if node["id"] == GATE:
                    node["signed"] = True
        edit(self.plan, sign)

    def to_the_gate(self):
        self.cli("run", self.plan, *self.bind, "--no-input", "--as", "marta", *CONFIRMED,
                 expect=RESTING)

    def gates(self):
        status = self.cli("status", self.plan, *self.bind, "--format", "json")
        return json.loads(status.stdout)["gates"]


class SignedGates(Review):
    def test_an_answer_is_signed_with_a_key(self):
        key = self.key("marta")
        self.allow(marta=key)
        self.demand()
        self.to_the_gate()
        answer = ["--no-input", "--as", "marta", "--gate", f"{GATE}=yes:readers are on v2"]
        unsigned = self.cli("resume", self.plan, *self.bind, *answer, expect=RESTING)
        self.assertIn("only with a signature", unsigned.stderr)
        self.cli("resume", self.plan, *self.bind, *answer, *CONFIRMED, "--sign", key,
                 expect=RESTING)
        [gate] = self.gates()
        self.assertEqual(gate["proof"], "proven")
        status = self.cli("status", self.plan, *self.bind)
        self.assertIn("proven: signed by marta with ED25519 key SHA256:", status.stdout)

    def test_a_key_of_somebody_else_is_refused(self):
        self.allow(eve=self.key("eve"))
        self.demand()
        self.to_the_gate()
        refused = self.cli("resume", self.plan, *self.bind, "--no-input", "--as", "marta", "--gate",
                           f"{GATE}=yes:because", "--sign", self.folder / "eve", expect=RESTING)
        self.assertIn("belongs to eve, not to marta", refused.stderr)
        self.assertEqual(self.gates(), [])

    def test_a_passphrase_does_not_hang_a_script(self):
        key = self.key("locked", "secret")
        self.to_the_gate()
        done = self.cli("resume", self.plan, *self.bind, "--no-input", "--gate",
                        f"{GATE}=yes:because", "--sign", key, expect=RESTING, timeout=60)
        self.assertIn("ssh-add", done.stderr)

    def test_somebody_elsewhere_signs(self):
        key = self.key("marta")
        self.allow(marta=key)
        self.demand()
        self.to_the_gate()
        text = self.folder / "go.txt"
        self.cli("gate", self.plan, *self.bind, "--as", "marta", "--answer",
                 f"{GATE}=yes:readers are on v2", "-o", text, expect=GOOD)
        self.assertIn("who: marta\n", text.read_text())
        subprocess.run(["ssh-keygen", "-q", "-Y", "sign", "-n", "whimbrel-gate", "-f", key, text],
                       check=True, capture_output=True)
        signature = f"{text}.sig"
        # A reason that was altered on the way does not pass.
        honest = text.read_text()
        text.write_text(honest.replace("readers are on v2", "whatever"))
        altered = self.cli("resume", self.plan, *self.bind, "--no-input", "--signature", signature,
                           expect=RESTING)
        self.assertIn("does not hold", altered.stderr)
        text.write_text(honest)
        self.cli("resume", self.plan, *self.bind, "--no-input", *CONFIRMED, "--signature",
                 signature, expect=RESTING)
        [gate] = self.gates()
        self.assertEqual((gate["proof"], gate["because"]), ("proven", "readers are on v2"))

    def test_the_text_is_only_for_a_gate_that_asks(self):
        self.to_the_gate()
        other = self.cli("gate", self.plan, *self.bind, "--answer", "go-drop=yes:because",
                         expect=WRONG)
        self.assertIn("does not rest at the gate", other.stderr)
        self.cli("gate", self.plan, *self.bind, "--answer", f"{GATE}=maybe:because", expect=WRONG)

    def test_an_unsigned_answer_is_recorded(self):
        self.to_the_gate()
        self.cli("resume", self.plan, *self.bind, "--no-input", "--as", "marta", *CONFIRMED,
                 "--gate", f"{GATE}=yes:because", expect=RESTING)
        [gate] = self.gates()
        self.assertEqual((gate["proof"], gate["proofText"]), ("recorded", "recorded, not proven"))


class Reports(Review):
    def test_from_the_journal_and_from_the_mirror(self):
        self.to_the_gate()
        page = self.folder / "run.html"
        self.cli("report", self.plan, *self.bind, "-o", page, expect=GOOD)
        text = page.read_text(encoding="utf-8")
        self.assertIn("<!DOCTYPE html>", text)
        self.assertIn("data:image/svg+xml;base64,", text)
        journal = json.loads(self.cli("report", self.plan, *self.bind, "--format", "json",
                                      expect=GOOD).stdout)
        mirror = json.loads(self.cli("report", self.plan, "--format", "json", expect=GOOD).stdout)
        self.assertEqual(journal, mirror)
        self.assertEqual(journal["outcome"], "open")
        self.assertTrue(any(step["kind"] == "backfill" for step in journal["steps"]))
        by_run = self.cli("report", "--run", journal["run"], "--format", "csv", expect=GOOD).stdout
        rows = list(csv.DictReader(io.StringIO(by_run)))
        self.assertEqual({row["run"] for row in rows}, {journal["run"]})
        self.assertIn("statement", {row["what"] for row in rows})

    def test_what_is_not_there_is_said(self):
        none = self.cli("report", self.plan, expect=WRONG)
        self.assertIn("knows no run of the plan", none.stderr)
        self.cli("report", expect=WRONG)
        self.cli("report", "--run", "20200101-000000-abcdef", expect=WRONG)


class Preflight(Review):
    def test_a_sample_has_nothing_in_its_way(self):
        done = self.cli("preflight", self.plan, *self.bind, expect=GOOD)
        self.assertIn("preflight: 0 errors", done.stdout)
        report = json.loads(self.cli("preflight", self.plan, *self.bind, "--format", "json",
                                     expect=GOOD).stdout)
        self.assertEqual(report["whimbrelPreflight"], 1)
        self.assertEqual(report["targets"][0]["target"], "primary")
        # Never rehearsed: a warning, but for production.
        self.cli("preflight", self.plan, *self.bind, "--fail-on", "warning", expect=FOUND)
        self.cli("preflight", self.plan, *self.bind, "--environment", "production", expect=FOUND)

    def test_it_writes_nothing(self):
        before = self.database.read_bytes()
        self.cli("preflight", self.plan, *self.bind)
        self.assertEqual(self.database.read_bytes(), before)

    def test_production_stops_at_errors_unless_they_are_accepted(self):
        self.demand()  # and there is no file of allowed signers
        run = ["run", self.plan, *self.bind, "--environment", "production", "--no-input", "--to",
               "audit", "--unrehearsed", "a toy"]
        stopped = self.cli(*run, expect=FOUND)
        self.assertIn("allowed signers", stopped.stderr)
        self.assertIn("--accept-preflight", stopped.stderr)
        self.cli(*run, "--accept-preflight", "the file comes tomorrow", expect=RESTING)
        report = json.loads(self.cli("report", self.plan, *self.bind, "--format", "json").stdout)
        [found] = [each for each in report["accepted"] if "preflight" in each["what"]]
        self.assertEqual(found["because"], "the file comes tomorrow")
        self.assertIn("allowed signers", found["what"])

    def test_a_database_that_is_not_there_is_a_finding(self):
        done = self.cli("preflight", self.plan, "--bind", f"sqlite:{self.folder}/none.db",
                        expect=FOUND)
        self.assertIn("cannot be reached", done.stdout)


if __name__ == "__main__":
    unittest.main()
