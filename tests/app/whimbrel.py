# SPDX-FileCopyrightText: Whimbrel contributors
# SPDX-License-Identifier: Apache-2.0
"""What the tests of the command line share: the program, sample plans, fingerprints."""

import json
import os
import pathlib
import shutil
import sqlite3
import subprocess
import tempfile
import unittest

CLI = os.environ.get("WHIMBREL_CLI", "build/bin/whimbrel-cli")
FINGERPRINT = os.environ.get("WHIMBREL_FINGERPRINT", "build/tests/whimbrel-fingerprint")
TEMPLATES = ["split-column", "add-not-null-column", "rename-column", "change-column-type",
             "move-rows"]
SERVER_TEMPLATES = ["add-index-and-foreign-key"]  # not for SQLite
TARGETS = {"move-rows": ["primary", "archive"]}  # where there is more than "primary"

# What a script that runs a template to its end answers.
ANSWERS = {
    "split-column": ["--gate", "go-switch=yes:tested", "--gate", "go-hide=yes:unused",
                     "--gate", "go-drop=yes:unused"],
    "add-not-null-column": ["--gate", "go-switch=yes:tested", "--gate", "go-require=yes:ready"],
    "rename-column": ["--gate", "go-switch=yes:tested", "--gate", "go-retire=yes:unused",
                      "--gate", "go-drop=yes:unused"],
    "add-index-and-foreign-key": ["--gate", "go-prove=yes:no writer failed"],
    "change-column-type": ["--gate", "go-switch=yes:tested", "--gate", "go-drop=yes:unused"],
    "move-rows": ["--gate", "go-switch=yes:tested", "--gate", "go-clear=yes:all are found there"],
}
CONFIRMED = ["--confirm", "staging:rehearsed on Monday", "--confirm", "deploy:version 2 is out",
             "--confirm", "back-deploy:version 1 is back"]

# Servers take no backups themselves: somebody says that there is one.
RECOVERY_POINTS = ["--confirm", "backup:base backup of Monday",
                   "--confirm", "late-backup:base backup of Tuesday"]

GOOD, FOUND, WRONG, RESTING, UNREACHABLE, DOUBT = range(6)


def environment(folder):
    made = dict(os.environ)
    made.update(LC_ALL="C.UTF-8", TZ="UTC", NO_COLOR="1",
                XDG_STATE_HOME=str(folder / "state"), XDG_CONFIG_HOME=str(folder / "config"))
    return made


class Case(unittest.TestCase):
    """A test with a folder of its own."""

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="whimbrel-test-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.env = environment(self.folder)

    def cli(self, *arguments, expect=None, stdin="", timeout=120, **more):
        """Runs whimbrel-cli; with `expect` its exit code has to be that."""
        done = subprocess.run([CLI, *map(str, arguments)], input=stdin, capture_output=True,
                              text=True, env=self.env, timeout=timeout, **more)
        if expect is not None:
            self.assertEqual(done.returncode, expect,
                             f"{arguments}\n--- output\n{done.stdout}\n--- errors\n{done.stderr}")
        return done

    def start(self, *arguments, **more):
        return subprocess.Popen([CLI, *map(str, arguments)], stdin=subprocess.PIPE,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                                env=self.env, **more)

    def sample(self, template="split-column", rows=500, name="sample"):
        """Makes a template's plan with its database, and shortens its holds; returns both paths."""
        folder = self.folder / name
        self.cli("new", "--template", template, "-o", f"{folder}/", "--sample-database",
                 "--rows", rows, expect=GOOD)
        plan = folder / "plan.whimbrel"
        edit(plan, shorten_holds)
        return plan, folder / "sample.db"

    def bindings(self, template, database):
        """The options that bind each of the template's targets to what sample() made."""
        made = {"primary": database}
        return [option for target in TARGETS.get(template, ["primary"])
                for option in ("--bind", f"{target}=sqlite:"
                               f"{made.get(target, database.parent / f'{target}.db')}")]

    def fingerprint(self, database):
        done = subprocess.run([FINGERPRINT, str(database)], capture_output=True, text=True,
                              env=self.env, check=False)
        self.assertEqual(done.returncode, 0, done.stdout)
        return done.stdout.strip()

    def assert_same(self, expected, found, but=""):
        """The databases are equal; with `but`, a line that has it is the only difference."""
        done = subprocess.run([FINGERPRINT, str(expected), str(found)], capture_output=True,
                              text=True, env=self.env, check=False)
        if not but:
            self.assertEqual(done.returncode, 0, done.stdout)
            return
        differences = done.stdout.strip().splitlines()[2:]
        self.assertEqual(len(differences), 1, done.stdout)
        self.assertIn(but, differences[0])


def edit(plan, change):
    """Reads the plan's JSON, lets `change` alter it, and writes it back."""
    content = json.loads(plan.read_text(encoding="utf-8"))
    change(content)
    plan.write_text(json.dumps(content, indent=2, ensure_ascii=False), encoding="utf-8")


def shorten_holds(content):
    for node in content["nodes"]:
        if "holdMs" in node:
            node["holdMs"], node["everyMs"] = 20, 10


def execute(database, *statements):
    connection = sqlite3.connect(database)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


def scalar(database, query):
    connection = sqlite3.connect(database)
    value = connection.execute(query).fetchone()[0]
    connection.close()
    return value


def open_fully(template):
    """The answers with which a template runs to its end."""
    return ["--no-input", "--as", "dba", *CONFIRMED, *ANSWERS[template]]


def confirmed(plan, *answers):
    """The answers, without confirmations of what the plan does not have."""
    content = json.loads(plan.read_text(encoding="utf-8"))
    known = {each["id"] for each in content["nodes"] + content["edges"]}
    kept = []
    for option, value in zip(answers[::2], answers[1::2]):
        if option != "--confirm" or value.partition(":")[0] in known:
            kept += [option, value]
    return kept
