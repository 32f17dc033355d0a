#!/usr/bin/env python3
# SPDX-FileCopyrightText: Whimbrel contributors
# SPDX-License-Identifier: Apache-2.0
"""A backfill on PostgreSQL, with journal and cursor, beside the very same batches in a bare psql loop.

The batches are those that the run chose, each a statement and a transaction of its own in psql. Both
work on fresh copies of one database, in turns, on a server of their own that forces its log to disk."""

import argparse
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).parent
SERVERS = HERE.parent / "support/servers/servers.py"
CLI = os.environ.get("WHIMBREL_CLI", "build/bin/whimbrel-cli")
FILL = "UPDATE customers SET shown = upper(name) WHERE id BETWEEN {first} AND {last}"


def plan(rows, options):
    fill = {"type": "backfill", "table": "customers", "key": "id",
            "sql": FILL.format(first=":first", last=":last"), **options}
    return {"whimbrel": 1, "title": "Backfill", "targets": [{"id": "db", "dialect": "postgresql"}],
            "nodes": [{"id": "start", "kind": "start"},
                      {"id": "fill", "kind": "backfill", "title": "Fill", "action": fill},
                      {"id": "filled", "kind": "verification", "checks": [
                          {"id": "rows", "type": "query", "expect": {"op": "=", "value": str(rows)},
                           "sql": "SELECT count(*) FROM customers WHERE shown = upper(name)"}]},
                      {"id": "end", "kind": "end"}],
            "edges": [{"id": "1", "from": "start", "to": "fill"},
                      {"id": "2", "from": "fill", "to": "filled"},
                      {"id": "3", "from": "filled", "to": "end"}]}


class Bench:
    def __init__(self, folder, rows, options):
        self.folder, self.rows = folder, rows
        self.servers = folder / "servers"
        self.env = {**os.environ, "XDG_STATE_HOME": str(folder / "state"),
                    "XDG_CONFIG_HOME": str(folder / "config"), "LC_ALL": "C.UTF-8"}
        self.plan = folder / "fill.whimbrel"
        self.plan.write_text(json.dumps(plan(rows, options)), encoding="utf-8")
        subprocess.run([sys.executable, SERVERS, "start", self.servers, "--only", "postgresql",
                        "--durable", "--for-parent"], check=True, stdout=subprocess.DEVNULL)
        found = json.loads((self.servers / "servers.json").read_text(encoding="utf-8"))
        self.url = found["servers"]["postgresql"]["url"].rpartition("/")[0]

    def stop(self):
        subprocess.run([sys.executable, SERVERS, "stop", self.servers], check=True)

    def psql(self, database, text):
        return subprocess.run(["psql", "-qXAt", "-v", "ON_ERROR_STOP=1", f"{self.url}/{database}"],
                              input=text, capture_output=True, text=True, check=True).stdout

    def prepare(self):
        self.psql("postgres", "CREATE DATABASE pristine;")
        self.psql("pristine", f"""
            CREATE TABLE customers (id bigint PRIMARY KEY, name text NOT NULL, shown text);
            INSERT INTO customers SELECT i, 'customer number ' || i FROM generate_series(1, {self.rows}) i;
            VACUUM ANALYZE customers;""")

    def fresh(self):
        self.psql("postgres", "DROP DATABASE IF EXISTS work WITH (FORCE);")
        self.psql("postgres", "CREATE DATABASE work TEMPLATE pristine;")
        self.psql("work", "CHECKPOINT;")

    def ours(self):
        self.fresh()
        began = time.monotonic()
        done = subprocess.run([CLI, "run", self.plan, "--bind", f"db={self.url}/work", "--no-input"],
                              env=self.env, capture_output=True, text=True, check=False)
        whole = time.monotonic() - began
        if done.returncode:
            raise SystemExit(done.stdout + done.stderr)
        # The time between the step's intent and its end, as the journal has it.
        seconds = float(self.psql("work", """
            SELECT extract(epoch FROM max(at::timestamptz) FILTER (WHERE type = 'step-done')
                - min(at::timestamptz) FILTER (WHERE type = 'step-intended'))
            FROM whimbrel.event WHERE node = 'fill';"""))
        batches = self.psql("work", """
            SELECT (data::json ->> 'first') || ' ' || (data::json ->> 'last')
            FROM whimbrel.event WHERE type = 'batch-done' ORDER BY number;""").split("\n")[:-1]
        return seconds, whole, [line.split() for line in batches]

    def rival(self, batches):
        self.fresh()
        script = "".join(FILL.format(first=first, last=last) + ";\n" for first, last in batches)
        began = time.monotonic()
        self.psql("work", script)
        return time.monotonic() - began


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--batch", type=int, help="rows to a batch, always; else they adapt")
    given = parser.parse_args()
    options = {"batch": given.batch, "batchMs": 0} if given.batch else {}
    with tempfile.TemporaryDirectory(prefix="whimbrel-bench-") as folder:
        bench = Bench(pathlib.Path(folder), given.rows, options)
        try:
            bench.prepare()
            ours, wholes, rivals = [], [], []
            for _ in range(given.rounds):
                seconds, whole, batches = bench.ours()
                ours.append(seconds)
                wholes.append(whole)
                rivals.append(bench.rival(batches))
                print(f"{given.rows} rows in {len(batches)} batches: {seconds:.2f} s, psql "
                      f"{rivals[-1]:.2f} s, with starting and checking {whole:.2f} s", flush=True)
        finally:
            bench.stop()
    best, other = min(ours), min(rivals)
    print(f"best of {given.rounds}: {best:.2f} s beside {other:.2f} s, ratio {best / other:.3f}")


if __name__ == "__main__":
    main()
