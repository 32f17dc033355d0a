# SPDX-FileCopyrightText: Whimbrel contributors
# SPDX-License-Identifier: Apache-2.0
"""A second person follows a run from its journal, for reading alone; and one hands it to another."""

import json
import signal
import time
import uuid

from test_server_templates import Server
from whimbrel import FOUND, GOOD, RESTING, WRONG, Case, execute, scalar


def plan_of(dialect, statement):
    return {
        "whimbrel": 1, "title": f"Followed {uuid.uuid4().hex[:6]}",
        "targets": [{"id": "primary", "dialect": dialect}],
        "nodes": [
            {"id": "start", "kind": "start", "title": "Before"},
            {"id": "work", "kind": "task", "title": "Work",
             "action": {"type": "sql", "target": "primary", "sql": statement}},
            {"id": "go", "kind": "gate", "title": "Go on?", "ask": "Is it well?"},
            {"id": "end", "kind": "end", "title": "After", "outcome": "migrated"}],
        "edges": [{"id": "f1", "from": "start", "to": "work"},
                  {"id": "f2", "from": "work", "to": "go"},
                  {"id": "f3", "from": "go", "to": "end", "when": "yes"},
                  {"id": "f4", "from": "go", "to": "end", "when": "no"}],
    }


class Following(Case):
    def write(self, content):
        plan = self.folder / f"plan-{uuid.uuid4().hex[:6]}.whimbrel"
        plan.write_text(json.dumps(content), encoding="utf-8")
        return plan

    def on_sqlite(self):
        database = self.folder / "followed.db"
        execute(database, "CREATE TABLE done (step TEXT)")
        plan = self.write(plan_of("sqlite", "INSERT INTO done VALUES ('work')"))
        return plan, ["--bind", f"primary=sqlite:{database}"], database

    def lead(self, plan, bind, *more):
        """Starts a runner that is led by commands, and waits until it rests for the first time."""
        runner = self.start("run", plan, *bind, "--control", "--as", "ada", *more)
        self.addCleanup(self.end, runner)
        self.until(runner, lambda said: said["message"] == "resting")
        return runner

    def end(self, process):
        if process.poll() is None:
            process.kill()
        process.communicate()

    def say(self, runner, **command):
        runner.stdin.write(json.dumps(command) + "\n")
        runner.stdin.flush()

    def until(self, process, fits):
        seen = []
        for line in process.stdout:
            seen.append(json.loads(line))
            if fits(seen[-1]):
                return seen[-1]
        self.fail(f"it never came: {seen} {process.stderr.read()}")

    def follow(self, plan, bind, *more):
        follower = self.start("status", plan, *bind, "--watch", "--every", "0.5 s", "--format",
                              "json", *more)
        self.addCleanup(self.end, follower)
        return follower

    def see_it_through(self, plan, bind, reader):
        """A run is led to its gate, followed, answered there, and followed to its end."""
        runner = self.lead(plan, bind)
        follower = self.follow(plan, reader)
        first = self.until(follower, lambda said: said["run"])
        self.assertEqual(first["runner"]["state"], "alive")
        self.assertEqual(first["runner"]["by"], "ada")
        self.assertEqual(first["runner"]["pid"], runner.pid)
        self.say(runner, command="go-on")
        gate = self.until(follower, lambda said: said.get("rest", {}).get("reason") == "gate")
        self.assertEqual(gate["rest"]["question"], "Is it well?")
        self.assertEqual(gate["ready"], ["go"])
        shown = self.cli("status", plan, *reader, expect=RESTING).stdout
        self.assertIn("Run by ada", shown)
        self.assertIn("asks at go", shown)
        self.say(runner, command="answer", node="go", outcome="yes", because="well")
        last = self.until(follower, lambda said: "ended" in said)
        self.assertEqual(last["ended"], "migrated")
        follower.communicate(timeout=30)
        self.assertEqual(follower.returncode, GOOD)

    def test_on_sqlite(self):
        plan, bind, _ = self.on_sqlite()
        self.see_it_through(plan, bind, bind)

    def test_a_runner_that_was_killed_seems_dead(self):
        plan, bind, _ = self.on_sqlite()
        runner = self.lead(plan, bind)
        follower = self.follow(plan, bind)
        self.until(follower, lambda said: said["runner"]["state"] == "alive")
        runner.send_signal(signal.SIGKILL)
        runner.wait()
        self.until(follower, lambda said: said["runner"]["state"] == "silent")
        self.assertIn("seems dead", self.cli("status", plan, *bind, expect=RESTING).stdout)
        self.cli("resume", plan, *bind, "--no-input", "--gate", "go=yes:well", expect=GOOD)

    def test_a_hold_ends_without_a_runner(self):
        database = self.folder / "followed.db"
        execute(database, "CREATE TABLE done (step TEXT)")
        content = plan_of("sqlite", "INSERT INTO done VALUES ('work')")
        content["nodes"].append({"id": "watch", "kind": "monitor", "title": "Watch it",
                                 "holdMs": 3000})
        content["edges"][1] = {"id": "f2", "from": "work", "to": "watch"}
        content["edges"].append({"id": "f5", "from": "watch", "to": "go"})
        plan = self.write(content)
        bind = ["--bind", f"primary=sqlite:{database}"]
        # The hold is longer than anybody waits, so the runner goes.
        self.cli("run", plan, *bind, "--no-input", "--wait", "1 s", expect=RESTING)
        follower = self.follow(plan, bind)
        first = self.until(follower, lambda said: said["run"])
        self.assertEqual(first["runner"]["state"], "none")
        told = self.until(follower, lambda said: said.get("notices"))
        self.assertEqual([(each["notice"], each["step"]) for each in told["notices"]],
                         [("hold-ended", "watch")])
        self.assertEqual(told["notices"][0]["text"], 'development: the hold of "Watch it" is over')
        text = self.start("status", plan, *bind, "--watch", "--every", "0.5 s")
        self.addCleanup(self.end, text)
        for line in text.stdout:
            if "is over" in line:
                break
        else:
            self.fail("the text does not tell it")
        self.cli("resume", plan, *bind, "--no-input", "--gate", "go=yes:well", expect=GOOD)

    def test_following_writes_nothing(self):
        plan, bind, database = self.on_sqlite()
        self.cli("run", plan, *bind, "--no-input", expect=RESTING)
        before = database.read_bytes()
        shown = self.cli("status", plan, *bind, expect=RESTING).stdout
        self.assertIn("Nobody runs it at the moment", shown)
        self.assertEqual(database.read_bytes(), before)

    def server_with(self, dialect, name):
        server = Server(dialect)
        database = f"follow_{dialect}_{name}"
        server.make(database, "CREATE TABLE done (step text);")
        self.addCleanup(server.drop, database)
        return server, database

    def test_on_postgresql_by_who_may_only_read(self):
        server, database = self.server_with("postgresql", "a")
        plan = self.write(plan_of("postgresql", "INSERT INTO done VALUES ('work')"))
        bind = ["--bind", f"primary={server.url}/{database}?journal=order"]
        self.cli("run", plan, *bind, "--no-input", "--gate", "go=yes:well", expect=GOOD)
        self.assertEqual(server.client(database, 'SELECT count(*) > 5 FROM "order".event;'), "t\n")
        again = self.write(plan_of("postgresql", "INSERT INTO done VALUES ('again')"))
        role = f"reader_{uuid.uuid4().hex[:8]}"
        server.client(database, f"CREATE ROLE {role} LOGIN PASSWORD 'reading';")
        self.addCleanup(server.client, "whimbrel", f"DROP ROLE {role};")
        self.addCleanup(server.client, database, f"DROP OWNED BY {role};")
        at = server.url.rpartition("@")[2]
        self.env["PGPASSWORD"] = "reading"
        reader = ["--bind", f"primary=postgresql://{role}@{at}/{database}?journal=order"]
        refused = self.cli("status", again, *reader, expect=FOUND)
        self.assertIn('GRANT USAGE ON SCHEMA "order"', refused.stderr)
        server.client(database, f'GRANT USAGE ON SCHEMA "order" TO {role}; '
                                f'GRANT SELECT ON ALL TABLES IN SCHEMA "order" TO {role};')
        self.see_it_through(again, bind, reader)

    def test_on_mariadb_by_who_may_only_read(self):
        server, database = self.server_with("mysql", "a")
        plan = self.write(plan_of("mysql", "INSERT INTO done VALUES ('work')"))
        bind = ["--bind", f"primary={server.url}/{database}"]
        role = f"reader_{uuid.uuid4().hex[:8]}"
        server.client(database, f"CREATE USER {role}@'%' IDENTIFIED BY 'reading';")
        self.addCleanup(server.client, "whimbrel", f"DROP USER {role}@'%';")
        server.client(database, f"GRANT SELECT ON {database}.* TO {role}@'%';")
        at = server.url.rpartition("@")[2]
        self.see_it_through(
            plan, bind, ["--bind", f"primary=mysql://{role}:reading@{at}/{database}"])

    def test_handing_over(self):
        plan, bind, database = self.on_sqlite()
        self.cli("run", plan, *bind, "--no-input", "--as", "ada", expect=RESTING)
        self.cli("handover", plan, *bind, "--as", "ada", "--to-person", "marta", "--note",
                 "the gate waits for support", expect=GOOD)
        shown = self.cli("status", plan, *bind, expect=RESTING).stdout
        self.assertIn("Handed over by ada to marta", shown)
        self.assertIn("the gate waits for support", shown)
        told = json.loads(self.cli("status", plan, *bind, "--format", "json",
                                   expect=RESTING).stdout)
        self.assertEqual(told["runner"]["handover"]["to"], "marta")
        refused = self.cli("resume", plan, *bind, "--no-input", "--as", "bob", expect=WRONG)
        self.assertIn("--as marta", refused.stderr)
        self.assertIn("--take-over", refused.stderr)
        self.cli("resume", plan, *bind, "--no-input", "--as", "marta", expect=RESTING)
        told = json.loads(self.cli("status", plan, *bind, "--format", "json",
                                   expect=RESTING).stdout)
        self.assertEqual(told["runner"]["by"], "marta")
        self.assertNotIn("handover", told["runner"])
        self.cli("handover", plan, *bind, "--as", "marta", "--to-person", "ada", "--note", "back",
                 expect=GOOD)
        self.cli("resume", plan, *bind, "--no-input", "--as", "bob", "--take-over",
                 "ada is ill", "--gate", "go=yes:well", expect=GOOD)
        self.assertIn("ada is ill", scalar(
            database, "SELECT data FROM whimbrel_event WHERE type = 'run-resumed' "
                      "ORDER BY number DESC LIMIT 1"))

    def test_looking_costs_little(self):
        server, database = self.server_with("postgresql", "b")
        plan = self.write(plan_of("postgresql", "INSERT INTO done VALUES ('work')"))
        bind = ["--bind", f"primary={server.url}/{database}"]
        self.cli("run", plan, *bind, "--no-input", expect=RESTING)
        count = ("SELECT count(*) FROM pg_stat_activity WHERE "
                 f"datname = '{database}' AND pid <> pg_backend_pid();")
        follower = self.follow(plan, bind)
        self.until(follower, lambda said: said["run"])
        time.sleep(1.2)
        self.assertEqual(server.client(database, count), "1\n")  # one connection, kept
        self.end(follower)
