#!/usr/bin/env python3
# SPDX-FileCopyrightText: Whimbrel contributors
# SPDX-License-Identifier: Apache-2.0
"""Holds the sources against the architecture: who may include whom, and what may be used where.

The allow-list is exact. An include that it does not name fails, and so does an entry that no
include needs any more, so that it always shows the dependencies as they are.
"""

import collections
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
LAYERS = ["model", "render", "ui", "app"]  # each may include those before it, never those behind
ALLOWED = ROOT / "tests/architecture/allowed_includes.txt"

INCLUDE = re.compile(r'^\s*#include "([^"]+)"', re.M)
COMMENT = re.compile(r"//[^\n]*|/\*.*?\*/", re.S)

# What may be used in which folders only: (what is looked for, where it may stand, why).
CONFINED = [
    (re.compile(r"\bQSql\w+"), ["model/database/", "model/schema/"],
     "databases are reached through model/database and model/schema only"),
    (re.compile(r"\bnlohmann\b"), ["model/io/"], "nlohmann-json belongs to model/io"),
    (re.compile(r"<(graphviz/)?(cgraph|gvc|gvcext|gvplugin)\.h>"), ["render/layout/"],
     "Graphviz belongs to render/layout"),
    (re.compile(r"\b(QMessageBox|QFileDialog|QInputDialog)\b"), ["ui/prompts/"],
     "questions and messages go through ui/prompts"),
    (re.compile(r"\b(QWidget|QDialog|QApplication)\b"), ["ui/", "app/desktop/"],
     "widgets belong to ui"),
]


def sources():
    for layer in LAYERS:
        for path in sorted((ROOT / layer).rglob("*")):
            if path.suffix in (".h", ".cpp"):
                yield path


def folder_of(include):
    return "/".join(include.split("/")[:-1])


def main():
    problems = []
    used = collections.defaultdict(set)
    for path in sources():
        name = path.relative_to(ROOT).as_posix()
        text = path.read_text(encoding="utf-8")
        code = COMMENT.sub("", text)
        layer = name.split("/")[0]
        if not text.startswith("// SPDX-FileCopyrightText: Whimbrel contributors\n"
                               "// SPDX-License-Identifier: Apache-2.0\n"):
            problems.append(f"{name}: does not begin with the two SPDX lines")
        if path.suffix == ".h" and "#pragma once" not in code:
            problems.append(f"{name}: has no #pragma once")
        for mark in re.findall(r"//+!?\s*(TODO|FIXME|XXX|HACK)\b", text):
            problems.append(f"{name}: holds a left-over mark {mark}")
        for include in INCLUDE.findall(code):
            if include.endswith(".moc"):
                continue
            other = include.split("/")[0]
            if other not in LAYERS or not (ROOT / include).exists():
                problems.append(f'{name}: "{include}" is not a path from the root of the sources')
                continue
            if LAYERS.index(other) > LAYERS.index(layer):
                problems.append(f'{name}: {layer} must not include {other} ("{include}")')
            if folder_of(include) != folder_of(name):
                used[folder_of(name)].add(folder_of(include))
        for pattern, places, why in CONFINED:
            if pattern.search(code) and not any(name.startswith(place) for place in places):
                problems.append(f"{name}: uses {pattern.search(code).group(0)}; {why}")

    allowed = collections.defaultdict(set)
    for line in ALLOWED.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            folder, others = line.split(":")
            allowed[folder.strip()] = set(others.split())
    if "--rebaseline" in sys.argv:
        heading = "".join(line + "\n" for line in ALLOWED.read_text(encoding="utf-8").splitlines()
                          if line.startswith("#"))
        ALLOWED.write_text(heading + "".join(
            f"{folder}: {' '.join(sorted(used[folder]))}\n" for folder in sorted(used)),
            encoding="utf-8")
        allowed = used
    for folder in sorted(set(used) | set(allowed)):
        for other in sorted(used[folder] - allowed[folder]):
            problems.append(f"{folder} includes {other}, which allowed_includes.txt does not name")
        for other in sorted(allowed[folder] - used[folder]):
            problems.append(f"{folder} no longer includes {other}: take it out of allowed_includes.txt")

    for start in sorted(used):
        reached, open_folders = set(), [start]
        while open_folders:
            for other in used.get(open_folders.pop(), ()):
                if other not in reached:
                    reached.add(other)
                    open_folders.append(other)
        if start in reached:
            problems.append(f"{start} includes itself through other folders")

    for problem in problems:
        print(problem)
    print(f"architecture: {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
