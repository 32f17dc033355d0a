#!/usr/bin/env python3
# SPDX-FileCopyrightText: Whimbrel contributors
# SPDX-License-Identifier: Apache-2.0
"""Changes deployed, verified and rolled back on SQLite, beside Sqitch with the same SQL.

Whimbrel journals every statement, checks each change and goes back step by step; Sqitch runs
`deploy --verify` and `revert`. Both leave a database file with SQLite's own durability."""

import argparse
import json
import os
import pathlib
import sqlite3
import subprocess
import tempfile
import time

CLI = os.environ.get("WHIMBREL_CLI", "build/bin/whimbrel-cli")


def deploy_sql(i):
    return f"CREATE TABLE t{i} (id INTEGER PRIMARY KEY, name TEXT NOT NULL); CREATE INDEX t{i}_name ON t{i} (name);"


def verify_sql(i):
    return f"SELECT id, name FROM t{i} WHERE 0;"


def revert_sql(i):
    return f"DROP TABLE t{i};"


def run(command, folder, env):
    began = time.monotonic()
    done = subprocess.run(list(map(str, command)), cwd=folder, env=env, capture_output=True,
                          text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{command}\n{done.stdout}{done.stderr}")
    return time.monotonic() - began


def database(folder):
    path = folder / "app.db"
    path.unlink(missing_ok=True)
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE app (x)")
    connection.commit()
    connection.close()
    return path


def tables(path):
    connection = sqlite3.connect(path)
    count = connection.execute(
        "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name GLOB 't[0-9]*'").fetchone()
    connection.close()
    return count[0]


def write_plan(path, changes):
    nodes, edges, before = [{"id": "start", "kind": "start"}], [], "start"
    for i in range(1, changes + 1):
        change, look = f"change{i}", f"look{i}"
        nodes += [{"id": change, "kind": "expand", "title": f"Change {i}",
                   "action": {"type": "sql", "sql": deploy_sql(i)}},
                  {"id": look, "kind": "verification", "checks": [
                      {"id": "there", "type": "query", "expect": {"op": "=", "value": "0"},
                       "sql": f"SELECT count(*) FROM ({verify_sql(i)[:-1]})"}]}]
        edges += [{"id": f"to-{change}", "from": before, "to": change},
                  {"id": f"to-{look}", "from": change, "to": look},
                  {"id": f"back-{change}", "kind": "rollback", "from": change, "to": before,
                   "action": {"type": "sql", "sql": revert_sql(i)}}]
        before = look
    nodes.append({"id": "end", "kind": "end"})
    edges.append({"id": "to-end", "from": before, "to": "end"})
    path.write_text(json.dumps({"whimbrel": 1, "title": "Changes", "nodes": nodes, "edges": edges,
                                "targets": [{"id": "db", "dialect": "sqlite"}]}), encoding="utf-8")


def ours(folder, changes, env):
    plan, path = folder / "changes.whimbrel", database(folder)
    write_plan(plan, changes)
    bind = ["--bind", f"db=sqlite:{path}", "--no-input"]
    there = run([CLI, "run", plan, *bind], folder, env)
    assert tables(path) == changes
    back = run([CLI, "rollback", plan, *bind], folder, env)
    assert tables(path) == 0
    return there, back


def make_sqitch(folder, changes, env):
    run(["sqitch", "init", "bench", "--engine", "sqlite"], folder, env)
    run(["sqitch", "config", "user.name", "Bench"], folder, env)
    run(["sqitch", "config", "user.email", "bench@example.com"], folder, env)
    lines = ["%syntax-version=1.0.0", "%project=bench", ""]
    for i in range(1, changes + 1):
        lines.append(f"change{i} 2026-01-01T00:00:00Z Bench <bench@example.com> # one of many")
        for kind, sql in (("deploy", deploy_sql(i)), ("verify", verify_sql(i)),
                          ("revert", revert_sql(i))):
            (folder / kind).mkdir(exist_ok=True)
            (folder / kind / f"change{i}.sql").write_text(f"BEGIN;\n{sql}\nCOMMIT;\n")
    (folder / "sqitch.plan").write_text("\n".join(lines) + "\n")


def rival(folder, changes, env):
    path = database(folder)
    for registry in folder.glob("sqitch.db*"):
        registry.unlink()
    target = f"db:sqlite:{path}"
    there = run(["sqitch", "deploy", "--verify", target], folder, env)
    assert tables(path) == changes
    back = run(["sqitch", "revert", "-y", target], folder, env)
    assert tables(path) == 0
    return there, back


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--changes", type=int, default=50)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--alone", action="store_true", help="without Sqitch")
    parser.add_argument("--folder", help="where the databases are; without: the temporary folder")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="whimbrel-bench-", dir=given.folder) as name:
        folder = pathlib.Path(name)
        env = {**os.environ, "XDG_STATE_HOME": str(folder / "state"), "LC_ALL": "C.UTF-8",
               "XDG_CONFIG_HOME": str(folder / "config"), "HOME": str(folder)}
        other = folder / "sqitch"
        other.mkdir()
        if not given.alone:
            make_sqitch(other, given.changes, env)
        mine, theirs = [], []
        for _ in range(given.rounds):
            mine.append(ours(folder, given.changes, env))
            said = f"{given.changes} changes: {mine[-1][0]:.2f} s there, {mine[-1][1]:.2f} s back"
            if not given.alone:
                theirs.append(rival(other, given.changes, env))
                said += f"; Sqitch {theirs[-1][0]:.2f} s there, {theirs[-1][1]:.2f} s back"
            print(said, flush=True)
    best = min(map(sum, mine))
    if theirs:
        rivals = min(map(sum, theirs))
        print(f"best of {given.rounds}: {best:.2f} s beside {rivals:.2f} s, 1/{rivals / best:.1f}")


if __name__ == "__main__":
    main()
