# SPDX-FileCopyrightText: Whimbrel contributors
# SPDX-License-Identifier: Apache-2.0
"""One plan on several databases: two on PostgreSQL, a replica of it, one on MariaDB, an SQLite file."""

import json
import os
import pathlib
import random
import signal
import socket
import sqlite3
import subprocess
import threading
import time
import uuid

from test_server_templates import Server
from whimbrel import FOUND, GOOD, RESTING, UNREACHABLE, Case, execute

ROWS = 400
BRANCHES = [("east", "postgresql"), ("west", "postgresql"), ("archive", "mysql"),
            ("notes", "sqlite")]
ALL = "SELECT id, amount, label FROM part ORDER BY id"


def fill(dialect):
    """One statement that fills the table with the same rows everywhere."""
    label = "concat('row ', id)" if dialect == "mysql" else "'row ' || id"
    return f"INSERT INTO part SELECT id, id * 1.5, {label} FROM numbers"


def plan_of(gate=False):
    nodes = [{"id": "start", "kind": "start", "title": "Before"},
             {"id": "fork", "kind": "fork", "title": "Everywhere"},
             {"id": "join", "kind": "join", "title": "All of them"}]
    edges = [{"id": "f0", "from": "start", "to": "fork"}]
    for name, dialect in BRANCHES:
        made = f"make-{name}"
        filled = f"fill-{name}"
        nodes += [{"id": made, "kind": "expand", "title": f"Make {name}",
                   "action": {"type": "sql", "target": name,
                              "sql": "CREATE TABLE part (id integer PRIMARY KEY, "
                                     "amount decimal(12, 2), label varchar(40));"}},
                  {"id": filled, "kind": "task", "title": f"Fill {name}",
                   "action": {"type": "sql", "target": name, "sql": fill(dialect)}}]
        edges += [{"id": f"fork-{name}", "from": "fork", "to": made},
                  {"id": f"then-{name}", "from": made, "to": filled},
                  {"id": f"join-{name}", "from": filled, "to": "join"},
                  {"id": f"back-{name}", "kind": "rollback", "from": made, "to": "start",
                   "action": {"type": "sql", "target": name, "sql": "DROP TABLE part"}}]
    compared = [{"id": f"same-{name}", "type": "compare", "target": "east", "left": {"sql": ALL},
                 "right": {"sql": ALL, "target": name}} for name in ["west", "archive", "notes"]]
    counted = [{"id": f"count-{name}", "type": "row-count", "target": name, "table": "part",
                "expect": {"op": "=", "value": str(ROWS)}}
               for name in ["east", "west", "archive", "notes"]]
    sums = "SELECT count(*), sum(amount), min(label), max(label) FROM part"
    copied = [{"id": "replica", "type": "compare", "target": "east", "left": {"sql": sums},
               "right": {"sql": sums, "target": "replica"}, "tries": 40, "intervalMs": 250}]
    nodes.append({"id": "same", "kind": "verification", "title": "The same everywhere",
                  "checks": counted + compared + copied})
    nodes.append({"id": "end", "kind": "end", "title": "After", "outcome": "migrated"})
    nodes.append({"id": "lost", "kind": "end", "title": "Not", "outcome": "abandoned"})
    if gate:
        nodes.append({"id": "go", "kind": "gate", "title": "Go on?", "ask": "Go on?"})
        edges += [{"id": "e1", "from": "join", "to": "go"},
                  {"id": "e2", "from": "go", "to": "same", "when": "yes"},
                  {"id": "e5", "from": "go", "to": "lost", "when": "no"}]
    else:
        edges.append({"id": "e1", "from": "join", "to": "same"})
    edges += [{"id": "e3", "from": "same", "to": "end", "when": "pass"},
              {"id": "e4", "from": "same", "to": "lost", "when": "fail"}]
    targets = [{"id": name, "dialect": dialect} for name, dialect in BRANCHES]
    targets.append({"id": "replica", "dialect": "postgresql"})
    return {"whimbrel": 1, "title": f"Everywhere {uuid.uuid4().hex[:6]}", "targets": targets,
            "nodes": nodes, "edges": edges}


class Relay:
    """A door to a server that can be shut: what is connected through it is cut."""

    def __init__(self, host, port):
        self.to = (host, int(port))
        self.door = socket.create_server(("127.0.0.1", 0))
        self.port = self.door.getsockname()[1]
        self.through = []
        self.open = True
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            try:
                near, _ = self.door.accept()
            except OSError:
                return
            if not self.open:
                near.close()
                continue
            far = socket.create_connection(self.to)
            self.through += [near, far]
            for source, sink in [(near, far), (far, near)]:
                threading.Thread(target=self.pump, args=(source, sink), daemon=True).start()

    @staticmethod
    def pump(source, sink):
        try:
            while data := source.recv(65536):
                sink.sendall(data)
        except OSError:
            pass
        for end in (source, sink):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def shut(self):
        self.open = False
        for each in self.through:
            try:
                each.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def stop(self):
        self.shut()
        self.door.close()


class SeveralTargets(Case):
    def setUp(self):
        super().setUp()
        self.servers = json.loads(pathlib.Path(os.environ["WHIMBREL_TEST_SERVERS"]).read_text(
            encoding="utf-8"))
        tag = uuid.uuid4().hex[:6]
        postgres = Server("postgresql")
        mariadb = Server("mysql")
        numbers = "CREATE TABLE numbers (id integer PRIMARY KEY);"
        many = ("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE "
                f"i < {ROWS})")
        self.places = {}
        for name, server in [("east", postgres), ("west", postgres), ("archive", mariadb)]:
            database = f"targets_{name}_{tag}"
            server.make(database, numbers + (
                f"INSERT INTO numbers {many} SELECT i FROM n;" if server is mariadb
                else f"{many} INSERT INTO numbers SELECT i FROM n;"))
            self.addCleanup(server.drop, database)
            self.places[name] = (server, database)
        self.file = self.folder / "notes.db"
        execute(self.file, numbers, f"{many} INSERT INTO numbers SELECT i FROM n")
        replica = self.servers["environment"]["WHIMBREL_TEST_REPLICA"].rpartition("/")[0]
        self.urls = {name: f"{server.url}/{database}"
                     for name, (server, database) in self.places.items()}
        self.urls["notes"] = f"sqlite:{self.file}"
        self.urls["replica"] = f"{replica}/{self.places['east'][1]}"
        self.wait_for_replica()
        self.plan = self.folder / "everywhere.whimbrel"

    def wait_for_replica(self):
        """The replica is shared with other tests, and comes to a new database in its own time."""
        for _ in range(300):
            found = subprocess.run(["psql", "-qXAt", f"--dbname={self.urls['replica']}", "-c",
                                    "SELECT count(*) FROM numbers"], capture_output=True,
                                   text=True, check=False)
            if found.stdout.strip() == str(ROWS):
                return
            time.sleep(0.2)
        self.fail("the replica did not come to the new database: " + found.stderr)

    def write(self, content):
        self.plan.write_text(json.dumps(content), encoding="utf-8")

    def bind(self, **instead):
        return [word for name, url in {**self.urls, **instead}.items()
                for word in ("--bind", f"{name}={url}")]

    def rows(self, name):
        if name == "notes":
            connection = sqlite3.connect(self.file)
            try:
                return connection.execute("SELECT count(*) FROM part").fetchone()[0]
            finally:
                connection.close()
        server, database = self.places[name]
        return int(server.client(database, "SELECT count(*) FROM part;"))

    def status(self, *more, expect=None):
        done = self.cli("status", self.plan, *self.bind(), "--format", "json", *more,
                        expect=expect)
        return json.loads(done.stdout)

    def assert_everywhere(self):
        for name, _ in BRANCHES:
            self.assertEqual(self.rows(name), ROWS, name)
        told = {each["target"]: each for each in self.status(expect=GOOD)["targets"]}
        for name, _ in BRANCHES:
            self.assertEqual((told[name]["steps"], told[name]["done"], told[name]["applied"]),
                             (2, 2, 1), name)
        self.assertTrue(told["replica"]["readOnly"])

    def test_to_the_end_and_back(self):
        self.write(plan_of())
        self.cli("run", self.plan, *self.bind(), "--no-input", expect=GOOD)
        self.assert_everywhere()
        text = self.cli("status", self.plan, *self.bind(), expect=GOOD).stdout
        self.assertIn("2 of 2 steps done", text)
        self.assertIn("read-only: checks alone", text)
        # Each journal tells of its own steps, and that the run is over.
        for name, (server, database) in self.places.items():
            table = "whimbrel.event" if server.dialect == "postgresql" else "whimbrel_event"
            nodes = server.client(database, f"SELECT DISTINCT node FROM {table} WHERE type = "
                                            "'step-done' ORDER BY 1;").split()
            self.assertEqual(nodes, [f"fill-{name}", f"make-{name}"])
            self.assertEqual(server.client(database, f"SELECT count(*) FROM {table} WHERE type = "
                                                     "'run-ended';"), "1\n")
        self.cli("rollback", self.plan, *self.bind(), "--no-input", "--because", "a test",
                 expect=GOOD)
        for name, (server, database) in self.places.items():
            self.assertEqual(server.client(database, "SELECT count(*) FROM "
                                           "information_schema.tables WHERE table_name = 'part' "
                                           f"AND table_schema IN ('{database}', 'public');"),
                             "0\n", name)

    def test_a_difference_is_found(self):
        content = plan_of()
        for node in content["nodes"]:
            if node["id"] == "fill-archive":
                node["action"]["sql"] = node["action"]["sql"].replace("1.5", "1.25")
        self.write(content)
        done = self.cli("run", self.plan, *self.bind(), "--no-input", expect=FOUND)
        self.assertIn("same-archive", done.stdout + done.stderr)

    def test_a_replica_takes_no_changes(self):
        content = plan_of()
        content["nodes"][3]["action"]["target"] = "replica"
        self.write(content)
        done = self.cli("run", self.plan, *self.bind(), "--no-input", expect=UNREACHABLE)
        self.assertIn("is a replica", done.stderr)
        self.assertIn("takes no changes", done.stderr)

    def reading_alone(self, name):
        """The URL of a user who may read the numbers there, and nothing else."""
        server, database = self.places[name]
        place = self.servers["servers"][{"mysql": "mariadb"}.get(server.dialect, server.dialect)]
        reader = f"reader_{uuid.uuid4().hex[:6]}"
        if server.dialect == "postgresql":
            server.client(database, f"CREATE ROLE {reader} LOGIN PASSWORD 'pw'; "
                                    f"GRANT SELECT ON numbers TO {reader};")
            self.addCleanup(server.client, database,
                            f"DROP OWNED BY {reader}; DROP ROLE {reader};")
        else:
            server.client(database, f"CREATE USER {reader}@'%' IDENTIFIED BY 'pw'; "
                                    f"GRANT SELECT ON {database}.numbers TO {reader}@'%';")
            self.addCleanup(server.client, database, f"DROP USER {reader}@'%';")
        scheme = server.url.partition(":")[0]
        return f"{scheme}://{reader}:pw@{place['host']}:{place['port']}/{database}"

    def test_what_only_checks_read_is_only_read(self):
        file = self.folder / "looked.db"
        execute(file, "CREATE TABLE numbers (id INTEGER PRIMARY KEY)",
                *[f"INSERT INTO numbers VALUES ({i})" for i in range(1, ROWS + 1)])
        self.urls = {"work": self.urls["notes"], "east": self.reading_alone("east"),
                     "archive": self.reading_alone("archive"), "file": f"sqlite:{file}"}
        looks = [{"id": f"count-{name}", "type": "row-count", "target": name, "table": "numbers",
                  "expect": {"op": "=", "value": str(ROWS)}} for name in ["east", "archive"]]
        looks += [{"id": f"same-{name}", "type": "compare", "target": "work",
                   "left": {"sql": "SELECT id FROM numbers"},
                   "right": {"sql": "SELECT id FROM numbers ORDER BY id DESC", "target": name}}
                  for name in ["east", "archive", "file"]]
        self.write({
            "whimbrel": 1, "title": f"Looks {uuid.uuid4().hex[:6]}",
            "targets": [{"id": "work", "dialect": "sqlite"},
                        {"id": "east", "dialect": "postgresql"},
                        {"id": "archive", "dialect": "mysql"}, {"id": "file", "dialect": "sqlite"}],
            "nodes": [{"id": "start", "kind": "start", "title": "Before"},
                      {"id": "before", "kind": "verification", "title": "There", "checks": looks},
                      {"id": "go", "kind": "gate", "title": "Go on?", "ask": "Go on?"},
                      {"id": "after", "kind": "verification", "title": "Still", "checks": looks},
                      {"id": "end", "kind": "end", "title": "After", "outcome": "migrated"}],
            "edges": [{"id": "f1", "from": "start", "to": "before"},
                      {"id": "f2", "from": "before", "to": "go", "when": "pass"},
                      {"id": "f3", "from": "go", "to": "after", "when": "yes"},
                      {"id": "f4", "from": "after", "to": "end", "when": "pass"}]})
        self.cli("run", self.plan, *self.bind(), "--no-input", expect=RESTING)
        self.cli("resume", self.plan, *self.bind(), "--no-input", "--gate", "go=yes:well",
                 expect=GOOD)
        told = {each["target"]: each for each in self.status(expect=GOOD)["targets"]}
        self.assertFalse(told["work"]["readOnly"])
        for name in ["east", "archive", "file"]:
            self.assertTrue(told[name]["readOnly"], name)
        for name in ["east", "archive"]:
            server, database = self.places[name]
            # A schema of its own, or tables in the very database: others use the server too.
            ours = ("table_schema = 'whimbrel'" if server.dialect == "postgresql" else
                    f"table_schema = '{database}' AND table_name LIKE 'whimbrel%'")
            self.assertEqual(server.client(
                database, f"SELECT count(*) FROM information_schema.tables WHERE {ours};"), "0\n")
        connection = sqlite3.connect(file)
        tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master")]
        connection.close()
        self.assertEqual(tables, ["numbers"])

    def test_killed_in_the_fork(self):
        dice = random.Random(os.environ.get("WHIMBREL_SEED", "11"))
        for number in range(int(os.environ.get("WHIMBREL_KILLS", "2"))):
            with self.subTest(number):
                if number:
                    self.doCleanups()
                    self.setUp()
                self.write(plan_of())
                runner = self.start("run", self.plan, *self.bind(), "--no-input", "--format",
                                    "json")
                after = dice.randint(3, 60)
                for line in runner.stdout:
                    after -= 1 if '"message":"event"' in line else 0
                    if after == 0:
                        break
                time.sleep(dice.random() * 0.01)
                runner.send_signal(signal.SIGKILL)
                runner.communicate()
                done = None
                for _ in range(40):  # the server may still hold the lock of the dead session
                    done = self.cli("resume", self.plan, *self.bind(), "--no-input")
                    if done.returncode != UNREACHABLE:
                        break
                    time.sleep(0.25)
                self.assertEqual(done.returncode, GOOD, done.stdout + done.stderr)
                self.assert_everywhere()

    def door_to_archive(self):
        server = self.servers["servers"]["mariadb"]
        door = Relay(server["host"], server["port"])
        self.addCleanup(door.stop)
        user = self.urls["archive"].partition("//")[2].partition("@")[0]
        self.urls["archive"] = (f"mysql://{user}@127.0.0.1:{door.port}/"
                                f"{self.places['archive'][1]}")
        return door

    def test_one_is_down(self):
        door = self.door_to_archive()
        self.write(plan_of(gate=True))
        self.cli("run", self.plan, *self.bind(), "--no-input", expect=RESTING)
        door.shut()
        told = self.cli("status", self.plan, *self.bind(), expect=RESTING).stdout
        self.assertIn("archive cannot be looked at", told)
        self.assertIn("2 of 2 steps done", told)
        # The gate needs no database but home: it is answered, and what comes behind it waits.
        done = self.cli("resume", self.plan, *self.bind(), "--no-input", "--gate", "go=yes:well",
                        expect=RESTING)
        self.assertIn("archive cannot be reached", done.stderr)
        self.assertIn('the steps that need it: "The same everywhere"', done.stderr)
        self.assertIn('"The same everywhere" needs the target "archive"', done.stdout)
        told = json.loads(self.cli("status", self.plan, *self.bind(), "--format", "json",
                                   expect=RESTING).stdout)
        self.assertEqual((told["rest"]["reason"], told["rest"]["node"]), ("paused", "same"))
        for name in ["east", "west", "notes"]:
            self.assertEqual(self.rows(name), ROWS)
        # On a machine that has not seen the run nobody knows what was done there.
        elsewhere = dict(self.env, XDG_STATE_HOME=str(self.folder / "elsewhere"))
        here, self.env = self.env, elsewhere
        done = self.cli("resume", self.plan, *self.bind(), "--no-input", expect=UNREACHABLE)
        self.env = here
        self.assertIn("archive: ", done.stderr)
        self.assertIn("this machine has not seen it", done.stderr)
        door.open = True
        self.cli("resume", self.plan, *self.bind(), "--no-input", expect=GOOD)
        self.assert_everywhere()

    def test_what_is_in_hand_is_not_gone_on_with_elsewhere(self):
        door = self.door_to_archive()
        content = plan_of()
        for node in content["nodes"]:
            if node["id"] == "fill-archive":
                node["action"]["sql"] = "SELECT SLEEP(20)"
        self.write(content)
        runner = self.start("run", self.plan, *self.bind(), "--no-input", "--format", "json")
        for line in runner.stdout:
            if '"step-intended"' in line and '"fill-archive"' in line:
                break
        runner.send_signal(signal.SIGKILL)
        runner.communicate()
        door.shut()
        done = self.cli("resume", self.plan, *self.bind(), "--no-input", expect=UNREACHABLE)
        self.assertIn("archive: ", done.stderr)
        self.assertIn('The run is in "Fill archive", which works there', done.stderr)

    def test_comes_back_while_the_run_rests(self):
        door = self.door_to_archive()
        self.write(plan_of(gate=True))
        self.cli("run", self.plan, *self.bind(), "--no-input", expect=RESTING)
        door.shut()
        runner = self.start("resume", self.plan, *self.bind(), "--control")

        def until(kind):
            for line in runner.stdout:
                if json.loads(line)["message"] == kind:
                    return json.loads(line)
            return self.fail(f"{kind} never came: {runner.stderr.read()}")

        def say(**command):
            runner.stdin.write(json.dumps({"by": "ada", **command}) + "\n")
            runner.stdin.flush()

        self.assertIn("archive cannot be reached", until("remark")["text"])
        until("resting")
        say(command="answer", outcome="yes", because="well")
        until("resting")
        door.open = True
        say(command="go-on")
        until("resting")
        say(command="quit")
        until("bye")
        runner.communicate()
        self.assert_everywhere()

    def test_journals_under_names_of_their_own(self):
        self.urls = {name: url + ("" if name == "replica" else "?journal=ops_7")
                     for name, url in self.urls.items()}
        self.write(plan_of())
        self.cli("run", self.plan, *self.bind(), "--no-input", expect=GOOD)
        self.assert_everywhere()
        server, database = self.places["east"]
        self.assertEqual(server.client(database, "SELECT count(*) FROM pg_namespace WHERE "
                                                 "nspname IN ('whimbrel', 'ops_7');"), "1\n")
        server, database = self.places["archive"]
        self.assertEqual(server.client(database, "SELECT count(*) FROM information_schema.tables "
                                                 f"WHERE table_schema = '{database}' AND "
                                                 "table_name LIKE 'ops_7%';"), "6\n")
        connection = sqlite3.connect(self.file)
        names = {row[0] for row in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table'")}
        connection.close()
        self.assertIn("ops_7_event", names)
        self.assertFalse([name for name in names if name.startswith("whimbrel")])
        for wrong in ["Ops", "a-b", "public", "pg_x", "x" * 40, ""]:
            done = self.cli("status", self.plan, *self.bind(
                notes=f"sqlite:{self.file}?journal={wrong}"))
            self.assertEqual(done.returncode, 2, wrong)
