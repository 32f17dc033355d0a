# SPDX-FileCopyrightText: Whimbrel contributors
# SPDX-License-Identifier: Apache-2.0
"""The sample plan on PostgreSQL and MariaDB, with harm done to it: the runner killed at the boundaries
of statements that change something and in the midst of them, its session ended by the server, its
connection lost, the server restarted. Resumed, each run ends as the uninterrupted one, and no row is
filled twice. (SQLite: test_kill.)

A sample of the boundaries is tried; WHIMBREL_KILLS=all tries every one, a number as many of each kind.
WHIMBREL_PART=2/4 tries the second of four parts of what would be tried: four processes share the work.
How many there were is said at the end, on standard error."""

import contextlib
import os
import pathlib
import random
import subprocess
import sys
import threading
import time
import unittest

from database_server import Server, server_list
from fault_proxy import MysqlCounting, PostgresqlCounting, Proxy, Trap
from whimbrel import (ANSWERS, CLI, CONFIRMED, GOOD, RECOVERY_POINTS, UNREACHABLE, WRONG, Case,
                      confirmed, edit, shorten_holds)

KILLS = os.environ.get("WHIMBREL_KILLS", "")
EVERY = KILLS == "all"
ONLY = os.environ.get("WHIMBREL_FAULTS", "")  # a part of the names of faults: only those
PART, PARTS = map(int, os.environ.get("WHIMBREL_PART", "1/1").split("/"))
ROWS = 120
BATCH = 40
SERVERS = pathlib.Path(__file__).parent.parent / "support/servers/servers.py"

# How many of each are tried in a sample, and at random moments if all are.
SAMPLE = int(KILLS) if KILLS.isdecimal() else 2
MOMENTS = 40 if EVERY else SAMPLE
RESTARTS = 12 if EVERY else min(SAMPLE, 12)

COUNTS = {}


def tearDownModule():
    for what, (runs, resumed) in sorted(COUNTS.items()):
        print(f"{what}: {runs} runs, {resumed} of them resumed", file=sys.__stderr__, flush=True)


class Harmed(Case):
    """A run of the sample through a proxy; `dialect`, `mark` and `servers` are the subclass's."""

    dialect = ""
    mark = ""  # the SQL that marks a row as filled once more
    counting = PostgresqlCounting  # of what is sent
    servers = None  # the list of its servers; none: the shared ones
    runner = None
    wanted = None  # the fingerprint behind the uninterrupted run

    @classmethod
    def setUpClass(cls):
        cls.server = Server(cls.dialect, cls.servers)
        cls.proxy = Proxy(cls.server.place.port, cls.counting)

    @classmethod
    def tearDownClass(cls):
        cls.proxy.close()

    def setUp(self):
        super().setUp()
        self.database = f"faults_{self.dialect}_{os.getpid()}"
        self.addCleanup(self.server.drop, self.database)
        folder = self.folder / "sample"
        self.cli("new", "--template", "split-column", "--dialect", self.dialect, "-o",
                 f"{folder}/", expect=GOOD)
        self.plan = folder / "plan.whimbrel"
        edit(self.plan, shorten_holds)
        edit(self.plan, lambda made: [node["action"].update(batch=BATCH, batchMs=0)
                                      for node in made["nodes"] if node["id"] == "fill"])
        # A row that were filled twice would carry two marks.
        fill = folder / "sql" / "030-fill.sql"
        fill.write_text(fill.read_text(encoding="utf-8")
                        .replace("UPDATE customers SET", f"UPDATE customers SET {self.mark},")
                        .replace(" AND first_name IS NULL", ""), encoding="utf-8")
        self.script = (folder / "sample.sql").read_text(encoding="utf-8").replace(
            "5000", str(ROWS))
        url = self.server.url.replace(str(self.server.place.port), str(self.proxy.port))
        common = [self.plan, "--bind", f"primary={url}/{self.database}?sslmode=disable", "--no-input",
                  "--as", "dba", *confirmed(self.plan, *CONFIRMED, *RECOVERY_POINTS,
                                            *ANSWERS["split-column"])]
        self.forward = ["run", *common]
        self.again = ["resume", *common, "--still-running", "wait"]
        if not self.wanted:
            self.uninterrupted()

    def fresh(self):
        self.proxy.forget()
        self.server.make(self.database, self.script)

    def direct(self):
        return f"{self.server.url}/{self.database}"

    def uninterrupted(self):
        """Once for all tests of the class: what is the same in each run."""
        made = type(self)
        self.fresh()
        began = time.monotonic()
        self.cli(*self.forward, expect=GOOD)
        made.seconds = time.monotonic() - began
        worker = self.proxy.busiest()
        made.link, made.statements = worker.number, worker.sent
        self.assertGreater(made.statements, 100, "the proxy sees no statements")
        print(f"{made.__name__}: {made.statements} boundaries, {made.seconds:.2f} s uninterrupted",
              file=sys.__stderr__, flush=True)
        made.wanted = self.fingerprint(self.direct())

    def begin(self):
        return subprocess.Popen([CLI, *map(str, self.forward)], env=self.env,
                                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                stderr=subprocess.STDOUT, text=True)

    def finish(self, runner, kind):
        """Goes on until the run has ended, then looks at what became of the database."""
        said = [runner.communicate(timeout=180)[0]]
        code = runner.returncode
        resumed = False
        for _ in range(4):
            if code == GOOD:
                break
            resumed = True
            done = self.cli(*self.again, timeout=180)
            if done.returncode == WRONG and "no run" in done.stderr.lower():
                done = self.cli(*self.forward, timeout=180)
            code = done.returncode
            said.append(f"resumed: {code}\n{done.stdout}{done.stderr}")
            if code == UNREACHABLE:
                time.sleep(1)
        said = "\n".join(said)
        self.assertEqual(code, GOOD, said)
        self.assertEqual(self.fingerprint(self.direct()), self.wanted, said)
        twice = self.server.client(
            self.database, "SELECT count(*) FROM customers WHERE email NOT LIKE '%com!';")
        self.assertEqual(twice.strip(), "0", said)
        runs, before = COUNTS.get(kind, (0, 0))
        COUNTS[kind] = (runs + 1, before + resumed)

    def boundaries(self, salt):
        """At which statements of the runner something happens."""
        every = range(1, self.statements + 1)
        if EVERY or SAMPLE >= self.statements:
            chosen = list(every)
        else:
            chosen = sorted(random.Random(f"{self.dialect} {salt}").sample(every, SAMPLE))
        return chosen[PART - 1::PARTS]

    def at_boundaries(self, when, kind, harm):
        """`harm(runner, link)` at each boundary."""
        if ONLY not in kind:
            return
        for at in self.boundaries(kind):
            self.fresh()
            begun = threading.Event()

            def spring(link, begun=begun):
                begun.wait(10)
                harm(self.runner, link)

            self.proxy.trap = Trap(self.link, at, when, spring)
            self.runner = self.begin()
            begun.set()
            with self.subTest(f"{when} statement {at} of {self.statements}"):
                self.finish(self.runner, f"{self.dialect}: {kind}")

    def at_moments(self, kind, count, harm):
        """`harm(runner)` at random moments, which fall into statements mostly."""
        if ONLY not in kind:
            return
        choice = random.Random(f"{self.dialect} {kind} {count}")
        for number in range(count):
            moment = choice.uniform(0.05, self.seconds)
            if number % PARTS != PART - 1:
                continue
            self.fresh()
            runner = self.begin()
            time.sleep(moment)
            harm(runner)
            with self.subTest(f"after {moment:.3f} s (number {number})"):
                self.finish(runner, f"{self.dialect}: {kind}")

    @staticmethod
    def kill(runner, link=None):
        runner.kill()
        if link:
            link.cut()

    def end(self, _runner, link):
        self.server.end_session(link.port)

    def end_any(self, runner):
        if runner.poll() is None and self.proxy.links:
            with contextlib.suppress(ValueError):
                self.server.end_session(self.proxy.busiest().port)


class Faults:
    """Those that every server goes through."""

    def test_runner_killed_between_statements(self):
        self.at_boundaries("before", "runner killed between statements", self.kill)

    def test_runner_killed_in_statements(self):
        self.at_boundaries("after", "runner killed in a statement",
                           lambda runner, link: runner.kill())

    def test_runner_killed_at_random(self):
        self.at_moments("runner killed at random", MOMENTS, self.kill)

    def test_session_ended_between_statements(self):
        self.at_boundaries("before", "session ended between statements", self.end)

    def test_session_ended_in_statements(self):
        self.at_boundaries("after", "session ended in a statement", self.end)

    def test_session_ended_at_random(self):
        self.at_moments("session ended at random", MOMENTS, self.end_any)

    def test_answer_lost(self):
        self.at_boundaries("answered", "answer lost", lambda runner, link: link.cut())


class OnPostgresql(Faults, Harmed):
    dialect = "postgresql"
    mark = "email = email || '!'"


    def test_session_ended_before_an_index_has_its_name(self):
        """It was built concurrently under a name of ours; only the change of its name is lost."""
        self.fresh()
        self.proxy.trap = Trap(None, b"RENAME TO", "before", lambda link: self.end(None, link))
        self.finish(self.begin(), "postgresql: session ended before an index has its name")
        self.assertTrue(self.proxy.trap.sprung)
        self.assertEqual(COUNTS["postgresql: session ended before an index has its name"], (1, 0))


class OnMariadb(Faults, Harmed):
    dialect = "mysql"
    mark = "email = concat(email, '!')"
    counting = MysqlCounting


class PostgresqlRestarted(Harmed):
    """On a server of its own, which ends and comes back while the plan runs."""

    dialect = "postgresql"
    mark = "email = email || '!'"

    @classmethod
    def setUpClass(cls):
        cls.place = server_list().parent / f"restarted-{os.getpid()}"
        cls.place.mkdir()
        subprocess.run([sys.executable, SERVERS, "start", cls.place, "--only", "postgresql",
                        "--for-parent"], check=True, stdout=subprocess.DEVNULL)
        cls.servers = cls.place / "servers.json"
        super().setUpClass()

    @classmethod
    def tearDownClass(cls):
        super().tearDownClass()
        subprocess.run([sys.executable, SERVERS, "stop", cls.place], check=True)
        cls.place.rmdir()

    def restart(self, how):
        subprocess.run([sys.executable, SERVERS, "restart", self.place, "postgresql", "--how", how],
                       check=True, stdout=subprocess.DEVNULL)

    def restarted(self, how):
        self.at_moments(f"server restarted ({how})", RESTARTS,
                        lambda runner: self.restart(how))

    def test_fast(self):
        self.restarted("fast")

    def test_immediate(self):
        self.restarted("immediate")


if __name__ == "__main__":
    unittest.main()
