# SPDX-FileCopyrightText: Whimbrel contributors
# SPDX-License-Identifier: Apache-2.0
"""Passwords, by every way in which a person can give one: they work, and nothing that stays or can be
seen by others holds them. Needs the servers of tests/support/servers."""

import json
import os
import pathlib
import subprocess
import time
import unittest
import urllib.parse
import uuid

from whimbrel import GOOD, UNREACHABLE, WRONG, Case

PLAN = {
    "whimbrel": 1, "title": "Wait a moment",
    "nodes": [
        {"id": "start", "kind": "start", "title": "Before"},
        {"id": "wait", "kind": "task", "title": "Wait",
         "action": {"type": "sql", "sql": "", "target": "primary"}},
        {"id": "end", "kind": "end", "title": "After", "outcome": "migrated"}],
    "edges": [{"id": "f1", "from": "start", "to": "wait"}, {"id": "f2", "from": "wait", "to": "end"}],
}


class Secrets(Case):
    def setUp(self):
        super().setUp()
        with open(os.environ["WHIMBREL_TEST_SERVERS"], encoding="utf-8") as file:
            self.servers = json.load(file)
        for name in ("PGPASSWORD", "MYSQL_PWD", "PGPASSFILE"):
            self.env.pop(name, None)
        self.env["HOME"] = str(self.folder)
        self.password = self.servers["passwords"]["app"]

    def plan(self, dialect, sql):
        plan = json.loads(json.dumps(PLAN))
        plan["targets"] = [{"id": "primary", "dialect": dialect}]
        # The database is shared, and a plan migrates one only once.
        plan["nodes"][1]["action"]["sql"] = f"{sql} /* {uuid.uuid4().hex} */"
        path = self.folder / f"{dialect}.whimbrel"
        path.write_text(json.dumps(plan))
        return path

    def url(self, dialect):
        server = self.servers["servers"]["postgresql" if dialect == "postgresql" else "mariadb"]
        return f"{dialect}://app@{server['host']}:{server['port']}/whimbrel"

    def assert_nowhere(self, *texts):
        """No text, and no file that the run left, holds the password in any spelling."""
        spellings = {self.password, urllib.parse.quote(self.password, safe="")}
        for path in self.folder.rglob("*"):
            if path.is_file():
                content = path.read_bytes()
                for spelling in spellings:
                    self.assertNotIn(spelling.encode(), content, path)
        for text in texts:
            for spelling in spellings:
                self.assertNotIn(spelling, text)

    def run_watched(self, *arguments, stdin=""):
        """Runs whimbrel-cli and looks at the arguments of its processes meanwhile."""
        runner = self.start(*arguments)
        seen = []
        runner.stdin.write(stdin)
        runner.stdin.close()
        while runner.poll() is None:
            for folder in pathlib.Path("/proc").glob("[0-9]*"):
                try:
                    seen.append((folder / "cmdline").read_bytes())
                except OSError:
                    continue  # it has ended meanwhile
            time.sleep(0.05)
        said = runner.stdout.read()
        errors = runner.stderr.read()
        runner.stdout.close()
        runner.stderr.close()
        self.assertEqual(runner.returncode, GOOD, said + errors)
        self.assertTrue(any(b"whimbrel-cli" in line for line in seen))
        for line in seen:
            if b"whimbrel-cli" in line:
                self.assertNotIn(self.password.encode(), line)
        return said, errors

    def test_by_standard_input(self):
        for dialect, wait in [("postgresql", "SELECT pg_sleep(0.5)"), ("mysql", "SELECT SLEEP(0.5)")]:
            with self.subTest(dialect):
                plan = self.plan(dialect, wait)
                bind = ["--bind", f"primary={self.url(dialect)}", "--secrets-stdin"]
                line = json.dumps({"primary": self.password}) + "\n"
                said = self.run_watched("run", plan, "--no-input", *bind, stdin=line)
                status = self.cli("status", plan, *bind, stdin=line, expect=GOOD)
                self.assertIn("migrated", status.stdout)
                picture = self.folder / "plan.svg"
                self.cli("export", plan, "-o", picture, expect=GOOD)
                self.assert_nowhere(*said, status.stdout, status.stderr)

    def test_by_environment(self):
        for dialect, name, wait in [("postgresql", "PGPASSWORD", "SELECT pg_sleep(0.2)"),
                                    ("mysql", "MYSQL_PWD", "SELECT SLEEP(0.2)")]:
            with self.subTest(dialect):
                self.env[name] = self.password
                plan = self.plan(dialect, wait)
                said = self.run_watched("run", plan, "--no-input", "--bind",
                                        f"primary={self.url(dialect)}")
                del self.env[name]
                self.assert_nowhere(*said)

    def test_in_the_url_it_works_and_is_warned_of(self):
        plan = self.plan("postgresql", "SELECT 1")
        url = self.url("postgresql").replace(
            "app@", f"app:{urllib.parse.quote(self.password, safe='')}@")
        done = self.cli("run", plan, "--no-input", "--bind", f"primary={url}", expect=GOOD)
        self.assertIn("list of processes", done.stderr)
        self.assert_nowhere(done.stdout, done.stderr)

    def test_a_rehearsal_takes_it_by_its_input(self):
        plan = self.plan("postgresql", "SELECT 1")
        on = ["--on", f"primary={self.url('postgresql')}", "--secrets-stdin", "--no-save"]
        wrong = self.cli("rehearse", plan, *on,
                         stdin=json.dumps({"primary": "keine-Ahnung-9"}) + "\n")
        self.assertIn("password authentication failed", wrong.stderr)
        # This user may make no database, but is let in.
        right = self.cli("rehearse", plan, *on, stdin=json.dumps({"primary": self.password}) + "\n")
        self.assertIn("permission denied", right.stderr)
        self.assertNotIn("authentication", right.stderr)
        self.assert_nowhere(wrong.stderr, right.stdout, right.stderr)

    def test_a_wrong_one_is_refused_without_being_told(self):
        plan = self.plan("postgresql", "SELECT 1")
        wrong = "keine-Ahnung-9"
        bind = ["--bind", f"primary={self.url('postgresql')}", "--secrets-stdin"]
        done = self.cli("run", plan, "--no-input", *bind, expect=UNREACHABLE,
                        stdin=json.dumps({"primary": wrong}) + "\n")
        self.assertNotIn(wrong, done.stdout + done.stderr)
        self.cli("run", plan, "--no-input", *bind, expect=WRONG, stdin="no json\n")

    def test_the_journal_holds_none(self):
        plan = self.plan("postgresql", "SELECT 1")
        self.cli("run", plan, "--no-input", "--bind", f"primary={self.url('postgresql')}",
                 "--secrets-stdin", expect=GOOD,
                 stdin=json.dumps({"primary": self.password}) + "\n")
        dumped = subprocess.run(
            ["pg_dump", "--data-only", "--schema=whimbrel",
             "--dbname=" + self.servers["environment"]["WHIMBREL_TEST_POSTGRESQL"]],
            capture_output=True, text=True, check=True)
        self.assertIn("Wait a moment", dumped.stdout)
        self.assert_nowhere(dumped.stdout)


if __name__ == "__main__":
    unittest.main()
