#!/usr/bin/env python3
# SPDX-FileCopyrightText: Whimbrel contributors
# SPDX-License-Identifier: Apache-2.0
"""How long it takes from a cancel until the run rests, in a state that is known, on each database.

Needs the servers of tests/support/servers (WHIMBREL_TEST_SERVERS)."""

import argparse
import json
import os
import pathlib
import random
import sqlite3
import statistics
import subprocess
import tempfile
import time

CLI = os.environ.get("WHIMBREL_CLI", "build/bin/whimbrel-cli")

# A statement that only waits, and one that works: there the server takes the rows back first, which
# is part of the time (MariaDB undoes row by row).
WAITING = {"postgresql": "SELECT pg_sleep(60)", "mysql": "DO SLEEP(60)"}
WORKING = {
    "sqlite": "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000000) "
              "INSERT INTO t SELECT i FROM n",
    "postgresql": "INSERT INTO t SELECT i FROM generate_series(1, 1000000000) AS i",
    "mysql": "INSERT INTO t SELECT seq FROM seq_1_to_1000000000",
}


def client(server, url, database, text):
    if server == "postgresql":
        command = ["psql", "-qXAt", "-v", "ON_ERROR_STOP=1", f"{url}/{database}"]
    else:
        host, _, port = url.rpartition("@")[2].partition(":")
        command = ["mariadb", "--no-defaults", "-N", "--user=root", f"--host={host}",
                   f"--port={port}", database]
    return subprocess.run(command, input=text, capture_output=True, text=True, check=True).stdout


def measure(dialect, sql, folder, url, env, wait):
    """Seconds from the command to the run's rest."""
    plan = folder / f"{dialect}.whimbrel"
    plan.write_text(json.dumps({
        "whimbrel": 1, "title": "Long", "targets": [{"id": "db", "dialect": dialect}],
        "nodes": [{"id": "start", "kind": "start"},
                  {"id": "long", "kind": "expand", "title": "Long",
                   "action": {"type": "sql", "sql": sql}},
                  {"id": "end", "kind": "end"}],
        "edges": [{"id": "1", "from": "start", "to": "long"},
                  {"id": "2", "from": "long", "to": "end"}]}), encoding="utf-8")
    runner = subprocess.Popen([CLI, "run", plan, "--bind", f"db={url}", "--control"], env=env,
                              stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def say(command):
        runner.stdin.write(json.dumps({"command": command}) + "\n")
        runner.stdin.flush()

    def hear(is_wanted):
        for line in runner.stdout:
            if is_wanted(json.loads(line)):
                return
        raise SystemExit(f"{dialect}: the runner ended too early")

    def rests(message):
        return message["message"] == "resting"

    hear(rests)
    say("go-on")
    hear(lambda message: message["message"] == "event"
         and message["event"]["type"] == "step-intended" and message["event"]["node"] == "long")
    time.sleep(wait)
    began = time.monotonic()
    say("cancel")
    hear(rests)
    seconds = time.monotonic() - began
    say("quit")
    runner.wait(30)
    return seconds


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=10)
    given = parser.parse_args()
    servers = json.loads(
        pathlib.Path(os.environ["WHIMBREL_TEST_SERVERS"]).read_text(encoding="utf-8"))["servers"]
    choice = random.Random(1)
    with tempfile.TemporaryDirectory(prefix="whimbrel-bench-") as name:
        folder = pathlib.Path(name)
        env = {**os.environ, "XDG_STATE_HOME": str(folder / "state"), "LC_ALL": "C.UTF-8",
               "XDG_CONFIG_HOME": str(folder / "config")}
        cases = [(dialect, word, statements[dialect])
                 for word, statements in (("waiting", WAITING), ("working", WORKING))
                 for dialect in statements]
        for dialect, word, sql in cases:
            seconds = []
            for number in range(given.rounds):
                database = f"bench_cancel_{os.getpid()}"
                if dialect == "sqlite":
                    path = folder / f"{number}.db"
                    connection = sqlite3.connect(path)
                    connection.execute("CREATE TABLE t (x)")
                    connection.commit()
                    connection.close()
                    url = f"sqlite:{path}"
                else:
                    server = servers["postgresql" if dialect == "postgresql" else "mariadb"]
                    base = server["url"].rpartition("/")[0]
                    client(dialect, base, "whimbrel", f"DROP DATABASE IF EXISTS {database};")
                    client(dialect, base, "whimbrel", f"CREATE DATABASE {database};")
                    client(dialect, base, database, "CREATE TABLE t (x bigint);")
                    url = f"{base}/{database}"
                seconds.append(
                    measure(dialect, sql, folder, url, env, choice.uniform(0.2, 1.0)))
                if dialect != "sqlite":
                    client(dialect, base, "whimbrel", f"DROP DATABASE {database};")
            print(f"{dialect}, {word}: {min(seconds) * 1000:.0f} to {max(seconds) * 1000:.0f} ms, "
                  f"median {statistics.median(seconds) * 1000:.0f} ms of {given.rounds}", flush=True)


if __name__ == "__main__":
    main()
