#!/usr/bin/env python3
# SPDX-FileCopyrightText: Whimbrel contributors
# SPDX-License-Identifier: Apache-2.0
"""How long a picture takes as a whole process: a flow of 30 steps and a sequence diagram of 50 messages beside
Mermaid's own command line (mmdc with the system's Chromium) on the same, and a flow of 1,000 steps beside dot -Tsvg.

The programs take turns, so that what else the machine does meets both. MMDC names mmdc; without it
only dot is measured."""

import argparse
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import tempfile
import time

import mermaid_sequence

CLI = os.environ.get("WHIMBREL_CLI", "build/bin/whimbrel-cli")
MMDC = os.environ.get("MMDC", "")
KINDS = ["expand", "verification", "dual-write", "verification", "backfill", "verification"]


def make(steps):
    """A plan of that many steps: changes and their verifications in a row, each with a way back."""
    nodes = [{"id": "start", "kind": "start", "title": "Today"}]
    edges = []
    for number in range(steps - 2):
        kind = KINDS[number % len(KINDS)]
        nodes.append({"id": f"n{number}", "kind": kind, "title": f"Step {number} of the migration"})
        if kind == "verification":
            edges.append({"id": f"b{number}", "kind": "rollback", "from": f"n{number}",
                          "to": "start" if number < 2 else f"n{number - 2}"})
    nodes.append({"id": "end", "kind": "end", "title": "Done"})
    edges += [{"id": f"f{number}", "from": nodes[number]["id"], "to": nodes[number + 1]["id"]}
              for number in range(len(nodes) - 1)]
    return {"whimbrel": 1, "title": f"{steps} steps",
            "targets": [{"id": "primary", "dialect": "sqlite"}], "nodes": nodes, "edges": edges}


def mermaid(plan):
    lines = ["flowchart LR"]
    lines += [f'  {node["id"]}_["{node["title"]}"]' for node in plan["nodes"]]
    lines += [f'  {edge["from"]}_ {"-.->" if edge.get("kind") else "-->"} {edge["to"]}_'
              for edge in plan["edges"]]
    return "\n".join(lines) + "\n"


def conversation(messages):
    """A plan with a sequence diagram of that many messages: calls that are answered, among them loops, alternatives
    and notes, between people, the runner, two applications and two databases."""
    people = [("dba", "DBA", "person"), ("runner", "Migration runner", "runner"), ("old", "Application 1", "application"),
              ("new", "Application 2", "application"), ("primary", "Primary", "database"), ("replica", "Replica", "replica")]
    names = [each[0] for each in people]
    parts = []
    for number in range(messages // 2):
        sender, receiver = names[1 + number % 3], names[4 + number % 2]
        pair = [{"id": f"call{number}", "type": "message", "from": sender, "to": receiver, "activates": True,
                 "text": f"Do step {number} of the migration"},
                {"id": f"answer{number}", "type": "message", "kind": "reply", "from": receiver, "to": sender,
                 "text": "done"}]
        if number % 6 == 2:
            pair = [{"id": f"loop{number}", "type": "fragment", "operator": "loop",
                     "operands": [{"guard": "in batches of 1,000 rows", "parts": pair}]}]
        elif number % 6 == 5:
            pair = [{"id": f"alt{number}", "type": "fragment", "operator": "alt",
                     "operands": [{"guard": "all is well", "parts": pair},
                                  {"guard": "it failed", "parts": [{"id": f"note{number}", "type": "note",
                                                                    "over": [sender], "text": "Rests here"}]}]}]
        parts += pair
    return {"whimbrel": 1, "title": "A conversation", "targets": [{"id": "primary", "dialect": "sqlite"}],
            "participants": [{"id": name, "title": title, "kind": kind} for name, title, kind in people],
            "sequences": [{"id": "talk", "title": "A conversation", "lifelines": names, "parts": parts}]}


def timed(command):
    begin = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return (time.perf_counter() - begin) * 1000


def compare(title, commands, rounds):
    times = {name: [] for name in commands}
    for command in commands.values():
        timed(command)  # what is cold the first time is no matter here
    for _ in range(rounds):
        for name, command in commands.items():
            times[name].append(timed(command))
    print(title)
    for name, values in times.items():
        print(f"  {name:<24} median {statistics.median(values):9.1f} ms   "
              f"fastest {min(values):9.1f} ms")
    ours, theirs = (statistics.median(values) for values in times.values())
    print(f"  ours : theirs = 1 : {theirs / ours:.1f}")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--without-flows", action="store_true", help="the sequence diagram alone")
    options = parser.parse_args()
    rounds = options.rounds
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        small, large = folder / "small.whimbrel", folder / "large.whimbrel"
        small.write_text(json.dumps(make(30)), encoding="utf-8")
        large.write_text(json.dumps(make(1000)), encoding="utf-8")
        if MMDC:
            chart = folder / "small.mmd"
            chart.write_text(mermaid(make(30)), encoding="utf-8")
            browser = folder / "browser.json"
            browser.write_text(json.dumps({"executablePath": shutil.which("chromium"),
                                           "args": ["--no-sandbox"]}), encoding="utf-8")
            if not options.without_flows:
                compare("SVG of 30 steps", {
                    "whimbrel-cli export": [CLI, "export", small, "-o", folder / "small.svg"],
                    "mmdc": [MMDC, "-q", "-p", browser, "-i", chart, "-o", folder / "mmdc.svg"],
                }, rounds)
            talk, told = folder / "talk.whimbrel", folder / "talk.mmd"
            talk.write_text(json.dumps(conversation(50)), encoding="utf-8")
            told.write_text(mermaid_sequence.mermaid(conversation(50)), encoding="utf-8")
            compare("SVG of 50 messages", {
                "whimbrel-cli export": [CLI, "export", talk, "--diagram", "sequence:talk", "-o", folder / "talk.svg"],
                "mmdc": [MMDC, "-q", "-p", browser, "-i", told, "-o", folder / "mmdc.svg"],
            }, rounds)
        else:
            print("Mermaid: MMDC names no mmdc, so that there is nothing to measure beside")
        if options.without_flows:
            return
        graph = folder / "large.dot"
        subprocess.run([CLI, "export", large, "-o", graph], check=True, stdout=subprocess.DEVNULL)
        compare("SVG of 1,000 steps", {
            "whimbrel-cli export": [CLI, "export", large, "-o", folder / "large.svg"],
            "dot -Tsvg": ["dot", "-Tsvg", "-o", folder / "dot.svg", graph],
        }, rounds)


if __name__ == "__main__":
    main()
