# SPDX-FileCopyrightText: Whimbrel contributors
# SPDX-License-Identifier: Apache-2.0
"""The runner is killed at any moment and resumed: the end is always that of an uninterrupted run,
and nothing takes effect twice.

WHIMBREL_KILLS=all kills at every write to the disk instead of at some dozens of them;
WHIMBREL_KILL_ROWS sets the size of the sample (2,000); WHIMBREL_PART=2/4 takes the second of four parts
of what would be tried: four processes share the work. How many there were is said on standard error."""

import collections
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import time
import unittest

from whimbrel import CLI, GOOD, RESTING, Case, edit, open_fully

ROWS = int(os.environ.get("WHIMBREL_KILL_ROWS", "2000"))
EVERY = os.environ.get("WHIMBREL_KILLS") == "all"
PART, PARTS = map(int, os.environ.get("WHIMBREL_PART", "1/1").split("/"))
MOMENTS = 50
WRITES = 40
SYNCS = 40


class Kill(Case):
    def setUp(self):
        super().setUp()
        self.plan, self.pristine = self.sample(rows=ROWS)
        edit(self.plan, lambda made: [node["action"].update(batch=max(50, ROWS // 40))
                                      for node in made["nodes"] if node["id"] == "fill"])
        # A row that were filled twice would carry two marks.
        fill = self.plan.parent / "sql" / "030-fill.sql"
        text = fill.read_text(encoding="utf-8").replace(
            "UPDATE customers SET", "UPDATE customers SET email = email || '!',")
        fill.write_text(text.replace(" AND first_name IS NULL", ""), encoding="utf-8")
        self.database = self.folder / "live.db"
        self.forward = ["run", self.plan, "--bind", f"primary=sqlite:{self.database}",
                    *open_fully("split-column")]
        self.again = ["resume", *self.forward[1:], "--decide", "fill=retry:killed",
                       "--decide", "expand=retry:killed"]
        self.fresh()
        began = time.monotonic()
        self.cli(*self.forward, expect=GOOD)
        self.seconds = time.monotonic() - began
        self.wanted = self.fingerprint(self.database)

    def fresh(self):
        for path in self.folder.glob("live.db*"):
            path.unlink()
        shutil.copy(self.pristine, self.database)
        for path in self.plan.parent.glob("*.backup*"):
            path.unlink()

    def has_run(self):
        connection = sqlite3.connect(self.database)
        names = connection.execute(
            "SELECT count(*) FROM sqlite_master WHERE name LIKE 'whimbrel%'").fetchone()[0]
        connection.close()
        return names > 0

    def finish(self, what):
        """Goes on until the run has ended, then looks at what became of the database."""
        for _ in range(3):
            done = self.cli(*self.again)
            if done.returncode == 2 and "No run" in done.stderr or "no run" in done.stderr:
                done = self.cli(*self.forward)
            if done.returncode == GOOD:
                break
        self.assertEqual(done.returncode, GOOD, f"{what}\n{done.stdout}\n{done.stderr}")
        self.assertEqual(self.fingerprint(self.database), self.wanted, what)
        connection = sqlite3.connect(self.database)
        twice = connection.execute(
            "SELECT count(*) FROM customers WHERE email NOT LIKE '%com!'").fetchone()[0]
        connection.close()
        self.assertEqual(twice, 0, what)

    def test_at_random_moments(self):
        choice = random.Random(20260101)
        for number in range(MOMENTS):
            self.fresh()
            moment = choice.uniform(0, self.seconds * 1.05)
            runner = subprocess.Popen([CLI, *map(str, self.forward)], env=self.env,
                                      stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                      stderr=subprocess.DEVNULL)
            try:
                runner.wait(moment)
            except subprocess.TimeoutExpired:
                runner.kill()
                runner.wait()
            if runner.returncode != 0:
                self.finish(f"killed after {moment:.3f} s (number {number})")

    def traced(self):
        """The environment of a process that strace watches: leaks cannot be looked for there."""
        return {**self.env, "ASAN_OPTIONS": "detect_leaks=0"}

    def calls(self, call):
        """How often one thread of an uninterrupted run makes a system call: strace counts so."""
        self.fresh()
        trace = self.folder / "trace"
        subprocess.run(["strace", "-f", "-o", str(trace), "-e", f"trace={call}", CLI,
                        *map(str, self.forward)], env=self.traced(), stdin=subprocess.DEVNULL,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
        with open(trace, encoding="utf-8", errors="replace") as lines:
            threads = collections.Counter(line.split()[0] for line in lines if f"{call}(" in line)
        return max(threads.values())

    def kill_at_calls(self, call, most):
        count = self.calls(call)
        self.assertGreater(count, 10)
        step = 1 if EVERY else max(1, count // most)
        places = range(1, count + 1, step)[PART - 1::PARTS]
        for number in places:
            self.fresh()
            subprocess.run(["strace", "-f", "-o", "/dev/null", "-e", f"trace={call}", "-e",
                            f"inject={call}:signal=KILL:when={number}", CLI,
                            *map(str, self.forward)], env=self.traced(), stdin=subprocess.DEVNULL,
                           stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
            self.finish(f"killed at {call} {number} of {count}")
        print(f"killed at {len(places)} of {count} calls of {call}", file=sys.__stderr__)

    def test_at_syncs(self):
        self.kill_at_calls("fdatasync", SYNCS)

    def test_at_writes(self):
        self.kill_at_calls("pwrite64", WRITES)


if __name__ == "__main__":
    unittest.main()
