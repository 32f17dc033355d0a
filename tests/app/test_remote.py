# SPDX-FileCopyrightText: Whimbrel contributors
# SPDX-License-Identifier: Apache-2.0
"""The runner on another machine: a real OpenSSH server on loopback stands for it."""

import json
import os
import pathlib
import signal
import stat
import subprocess
import time
import urllib.parse
import uuid

from sshd import Sshd
from whimbrel import CLI, GOOD, RESTING, UNREACHABLE, WRONG, Case, edit, execute, open_fully, scalar

SLOW = """INSERT INTO done SELECT 'slow' FROM (
  WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 12000000)
  SELECT max(i) FROM n)"""


class OnAnotherMachine(Case):
    def setUp(self):
        super().setUp()
        self.host = self.folder / "host"
        kept = {"XDG_STATE_HOME": self.host / "state", "XDG_CONFIG_HOME": self.host / "config",
                "LC_ALL": "C.UTF-8", "TZ": "UTC"}
        self.sshd = Sshd(self.folder / "sshd", kept)
        self.addCleanup(self.sshd.stop)

    def there(self, program=None):
        named = urllib.parse.quote(str(program or pathlib.Path(CLI).resolve()), safe="/")
        return ["--runner", f"ssh://db?config={self.sshd.config}&program={named}"]

    def slow_plan(self):
        """Two steps, of which the first takes a few seconds; gives the plan and its database."""
        database = self.folder / "slow.db"
        execute(database, "CREATE TABLE done (step TEXT)")
        plan = self.folder / "slow.whimbrel"
        plan.write_text(json.dumps({
            "whimbrel": 1, "title": "A slow step",
            "targets": [{"id": "primary", "dialect": "sqlite"}],
            "nodes": [
                {"id": "start", "kind": "start", "title": "Before"},
                {"id": "slow", "kind": "task", "title": "Slow",
                 "action": {"type": "sql", "target": "primary", "sql": SLOW}},
                {"id": "next", "kind": "task", "title": "Next",
                 "action": {"type": "sql", "target": "primary",
                            "sql": "INSERT INTO done VALUES ('next')"}},
                {"id": "end", "kind": "end", "title": "After", "outcome": "migrated"}],
            "edges": [{"id": "f1", "from": "start", "to": "slow"},
                      {"id": "f2", "from": "slow", "to": "next"},
                      {"id": "f3", "from": "next", "to": "end"}]}), encoding="utf-8")
        return plan, database

    def wait_until(self, happened, seconds=60):
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if happened():
                return
            time.sleep(0.05)
        self.fail("It did not happen in time.")

    def test_a_run_there_does_what_a_run_here_does(self):
        plan, here = self.sample(name="here")
        self.cli("run", plan, "--bind", f"primary=sqlite:{here}", *open_fully("split-column"),
                 expect=GOOD)
        plan, there = self.sample(name="there")
        self.cli("run", plan, "--bind", f"primary=sqlite:{there}", *self.there(),
                 *open_fully("split-column"), expect=GOOD)
        self.assert_same(here, there)
        # What was handed over is its owner's alone; the journal's copy is where the runner was.
        handed = {".whimbrel", ".sql", ".json"}  # beside it lies what the run made, as backups
        copies = [path for path in self.host.rglob("*")
                  if "plans" in path.parts and (path.is_dir() or path.suffix in handed)]
        self.assertTrue(any(path.name == "plan.whimbrel" for path in copies))
        for path in copies:
            mode = stat.S_IMODE(path.stat().st_mode)
            self.assertEqual(mode, 0o700 if path.is_dir() else 0o600, path)
        self.assertEqual(len(list((self.host / "state/whimbrel/runs").glob("*.jsonl"))), 1)
        status = self.cli("status", plan, "--bind", f"primary=sqlite:{there}", *self.there(),
                          expect=GOOD)
        self.assertIn("migrated", status.stdout)
        back = self.cli("rollback", plan, "--bind", f"primary=sqlite:{there}", *self.there(),
                        "--no-input", "--as", "dba", "--confirm", "back-deploy:version 1 is back",
                        "--decide", "drop=restore:back", "--because", "a test")
        self.assertIn("back", back.stdout + back.stderr)

    def test_another_version_is_refused_before_it_is_told_anything(self):
        plan, database = self.slow_plan()
        other = self.folder / "other"
        told = self.folder / "told"
        other.write_text("#!/bin/sh\necho '{\"whimbrel-runner\":1,\"version\":\"0.0.1\"}'\n"
                         f"cat > {told}\n", encoding="utf-8")
        other.chmod(0o755)
        done = self.cli("run", plan, "--bind", f"primary=sqlite:{database}", *self.there(other),
                        "--no-input", expect=UNREACHABLE)
        self.assertIn("0.0.1", done.stderr)
        self.assertIn("same version", done.stderr)
        self.wait_until(lambda: not self.sshd.connections())
        self.assertEqual(told.read_text() if told.exists() else "", "")
        older = self.folder / "older"
        older.write_text("#!/bin/sh\necho 'There is no command runner' >&2\nexit 2\n",
                         encoding="utf-8")
        older.chmod(0o755)
        done = self.cli("run", plan, "--bind", f"primary=sqlite:{database}", *self.there(older),
                        "--no-input", expect=UNREACHABLE)
        self.assertIn("no runner for this version", done.stderr)

    def test_what_cannot_be_reached_is_said(self):
        plan, database = self.slow_plan()
        bind = ["--bind", f"primary=sqlite:{database}"]
        done = self.cli("run", plan, *bind, *self.there("/nowhere/whimbrel-cli"), "--no-input",
                        expect=UNREACHABLE)
        self.assertIn("was not found on db", done.stderr)
        done = self.cli("run", plan, *bind, "--runner", f"ssh://nowhere.invalid?config="
                        f"{self.sshd.config}", "--no-input", expect=UNREACHABLE)
        self.assertIn("could not be reached", done.stderr)
        for place in ["db", "ssh://", "ssh://a:secret@db", "ssh://-oProxyCommand=x",
                      "ssh://db?colour=red", "ssh://db:99999"]:
            done = self.cli("run", plan, *bind, "--runner", place, "--no-input", expect=WRONG)
            self.assertNotIn("secret", done.stderr)
        done = self.cli("run", plan, "--bind", "primary=sqlite:slow.db", *self.there(),
                        "--no-input", expect=WRONG)
        self.assertIn("another machine", done.stderr)

    def test_the_step_in_hand_survives_the_connection(self):
        plan, database = self.slow_plan()
        bind = ["--bind", f"primary=sqlite:{database}"]
        runner = self.start("run", plan, *bind, *self.there(), "--no-input", "--format", "json")
        for line in runner.stdout:
            if '"statement-intended"' in line or '"step-intended"' in line:
                break
        time.sleep(0.3)
        self.assertEqual(scalar(database, "SELECT count(*) FROM done"), 0)
        self.assertGreater(self.sshd.cut(), 0)
        out, errors = runner.communicate(timeout=60)
        self.assertEqual(runner.returncode, UNREACHABLE, out + errors)
        self.assertIn("finishes the step in hand and rests", errors)
        # The runner is there still, and nobody else gets the database meanwhile.
        lock = pathlib.Path(f"{database}.whimbrel-lock")
        self.wait_until(lambda: not lock.exists())
        self.assertEqual(scalar(database, "SELECT group_concat(step) FROM done"), "slow")
        status = self.cli("status", plan, *bind, "--format", "json", expect=RESTING)
        told = json.loads(status.stdout)
        self.assertEqual((told["rest"]["reason"], told["rest"]["node"]), ("paused", "next"))
        self.assertEqual(told["runner"]["state"], "none")
        self.cli("resume", plan, *bind, *self.there(), "--no-input", expect=GOOD)
        self.assertEqual(scalar(database, "SELECT group_concat(step) FROM done"), "slow,next")

    def test_a_link_that_died_without_a_word(self):
        plan, database = self.slow_plan()
        bind = ["--bind", f"primary=sqlite:{database}"]
        runner = self.start("run", plan, *bind, *self.there(), "--no-input", "--format", "json",
                            "--silence", "1 s")
        for line in runner.stdout:
            if '"step-intended"' in line:
                break
        # Nothing is closed, and nothing comes any more: as a machine that was put to sleep.
        runner.send_signal(signal.SIGSTOP)
        self.addCleanup(runner.kill)
        lock = pathlib.Path(f"{database}.whimbrel-lock")
        self.wait_until(lambda: not lock.exists())
        self.assertEqual(scalar(database, "SELECT group_concat(step) FROM done"), "slow")
        told = json.loads(self.cli("status", plan, *bind, "--format", "json",
                                   expect=RESTING).stdout)
        self.assertEqual((told["rest"]["reason"], told["rest"]["node"]), ("paused", "next"))
        runner.send_signal(signal.SIGCONT)
        runner.communicate(timeout=60)
        self.cli("resume", plan, *bind, *self.there(), "--no-input", expect=GOOD)
        self.assertEqual(scalar(database, "SELECT group_concat(step) FROM done"), "slow,next")

    def test_signs_of_life_keep_the_link(self):
        plan, database = self.slow_plan()
        began = time.monotonic()
        self.cli("run", plan, "--bind", f"primary=sqlite:{database}", *self.there(), "--no-input",
                 "--silence", "500 ms", expect=GOOD)
        self.assertGreater(time.monotonic() - began, 0.5)  # else this has shown nothing
        self.assertEqual(scalar(database, "SELECT group_concat(step) FROM done"), "slow,next")

    def test_a_passphrase_is_asked_for_by_askpass(self):
        plan, database = self.slow_plan()
        edit(plan, lambda content: content["nodes"][1]["action"].update(
            sql="INSERT INTO done VALUES ('slow')"))
        run = ["run", plan, "--bind", f"primary=sqlite:{database}", *self.there(), "--no-input"]
        passphrase = f"pass {uuid.uuid4().hex}"
        subprocess.run(["ssh-keygen", "-q", "-p", "-P", "", "-N", passphrase, "-f",
                        self.folder / "sshd/client"], check=True, capture_output=True)
        for name in ["SSH_AUTH_SOCK", "SSH_ASKPASS", "SSH_ASKPASS_REQUIRE", "DISPLAY"]:
            self.env.pop(name, None)
        done = self.cli(*run, expect=UNREACHABLE)  # at once: nobody is there to be asked
        self.assertIn("could not be reached", done.stderr)
        asked = self.folder / "asked"
        ask = self.folder / "ask"
        ask.write_text(f"#!/bin/sh\necho \"$1\" >> {asked}\necho '{passphrase}'\n",
                       encoding="utf-8")
        ask.chmod(0o700)
        self.env["SSH_ASKPASS"] = str(ask)
        done = self.cli(*run, expect=GOOD)
        self.assertIn("passphrase for key", asked.read_text(encoding="utf-8"))
        self.assertEqual(scalar(database, "SELECT group_concat(step) FROM done"), "slow,next")
        self.assertNotIn(passphrase, done.stdout + done.stderr)
        for path in self.folder.rglob("*"):
            if path.is_file() and path != ask:
                self.assertNotIn(passphrase.encode(), path.read_bytes(), path)

    def test_a_window_leads_it(self):
        plan, database = self.slow_plan()
        runner = self.start("run", plan, "--bind", f"primary=sqlite:{database}", *self.there(),
                            "--control")
        seen = []

        def until(kind):
            for line in runner.stdout:
                seen.append(json.loads(line))
                if seen[-1]["message"] == kind:
                    return
            self.fail(f"{kind} never came: {seen} {runner.stderr.read()}")

        until("resting")
        runner.stdin.write('{"command": "go-on", "by": "ada"}\n')
        runner.stdin.flush()
        until("resting")
        runner.stdin.write('{"command": "quit"}\n')
        runner.stdin.flush()
        until("bye")
        out, errors = runner.communicate(timeout=30)
        self.assertEqual(runner.returncode, GOOD, errors)
        self.assertEqual(seen[0]["message"], "hello")

    def test_passwords_go_by_the_input_alone(self):
        with open(os.environ["WHIMBREL_TEST_SERVERS"], encoding="utf-8") as file:
            servers = json.load(file)
        password = servers["passwords"]["app"]
        server = servers["servers"]["postgresql"]
        plan, _ = self.slow_plan()

        def on_server(content):
            content["targets"][0]["dialect"] = "postgresql"
            for node in content["nodes"][1:3]:
                node["action"]["sql"] = f"SELECT pg_sleep(0.5) /* {uuid.uuid4().hex} */"
        edit(plan, on_server)
        runner = self.start("run", plan, "--bind", f"primary=postgresql://app@{server['host']}:"
                            f"{server['port']}/whimbrel", *self.there(), "--no-input",
                            "--secrets-stdin")
        runner.stdin.write(json.dumps({"primary": password}) + "\n")
        runner.stdin.close()
        runner.stdin = None
        seen = set()
        while runner.poll() is None:
            for folder in pathlib.Path("/proc").glob("[0-9]*"):
                try:
                    seen.add((folder / "cmdline").read_bytes())
                except OSError:
                    continue
            time.sleep(0.05)
        out, errors = runner.communicate()
        self.assertEqual(runner.returncode, GOOD, out + errors)
        self.assertTrue(any(b"whimbrel-cli" in line and b"runner" in line for line in seen))
        spelled = [password, urllib.parse.quote(password, safe="")]
        for text in [out, errors] + [line.decode(errors="replace") for line in seen]:
            for spelling in spelled:
                self.assertNotIn(spelling, text)
        for path in self.folder.rglob("*"):
            if path.is_file():
                for spelling in spelled:
                    self.assertNotIn(spelling.encode(), path.read_bytes(), path)
