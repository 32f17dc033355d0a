# SPDX-FileCopyrightText: Whimbrel contributors
# SPDX-License-Identifier: Apache-2.0
"""Named connections: what is stored, what is refused, and that a password is in the keychain alone."""

import json
import os
import shlex
import sqlite3
import stat
import subprocess
import unittest

from whimbrel import CLI, GOOD, UNREACHABLE, WRONG, Case

PASSWORD = "vier-Schafe-7"


class Connections(Case):
    def setUp(self):
        super().setUp()
        self.file = self.folder / "config" / "whimbrel" / "connections.json"
        self.database = self.folder / "shop.db"
        sqlite3.connect(self.database).execute("CREATE TABLE t (a)")

    def test_a_name_is_kept_listed_used_and_removed(self):
        self.cli("connections", "add", "shop", f"sqlite:{self.database}", "-e", "staging",
                 expect=GOOD)
        listed = json.loads(self.cli("connections", "--format", "json", expect=GOOD).stdout)
        self.assertEqual(listed["connections"], [
            {"name": "shop", "url": f"sqlite:{self.database}", "environment": "staging",
             "keychain": False}])
        self.assertEqual(stat.S_IMODE(self.file.stat().st_mode), 0o600)
        self.assertIn(str(self.database),
                      self.cli("connections", "test", "@shop", expect=GOOD).stdout)
        self.assertIn(str(self.database),
                      self.cli("connections", "test", "shop", expect=GOOD).stdout)
        self.cli("connections", "remove", "@shop", expect=GOOD)
        self.assertEqual(
            json.loads(self.cli("connections", "--format", "json").stdout)["connections"], [])

    def test_what_is_refused_changes_nothing(self):
        self.cli("connections", "add", "shop", f"sqlite:{self.database}", expect=GOOD)
        before = self.file.read_bytes()
        for arguments, part in [
            (["add", "shop", "sqlite:other.db"], "already"),
            (["add", "sh op", "sqlite:other.db"], "cannot be the name"),
            (["add", "x", f"postgresql://dba:{PASSWORD}@localhost/shop"], "password"),
            (["add", "x", "oracle:shop"], "kind of database"),
            (["add", "x", "sqlite:y.db", "-e", "moon"], "environment"),
            (["add", "x"], "name and a URL"),
            (["remove", "nobody"], "@shop"),
            (["test", "@nobody"], "@shop"),
            (["test", "nobody"], "@nobody"),
            (["paint"], "paint"),
        ]:
            with self.subTest(arguments):
                done = self.cli("connections", *arguments, expect=WRONG)
                self.assertIn(part, done.stderr)
                self.assertNotIn(PASSWORD, done.stdout + done.stderr)
                self.assertEqual(self.file.read_bytes(), before)

    def test_the_environment_of_a_connection_is_the_runs(self):
        plan, database = self.sample(rows=5)
        self.cli("connections", "add", "shop", f"sqlite:{database}", "-e", "production",
                 expect=GOOD)
        bind = ["--bind", "primary=@shop", "--no-input"]
        # Production wants a rehearsal: so it was production.
        self.assertIn("rehearsed", self.cli("run", plan, *bind, expect=WRONG).stderr)
        refused = self.cli("run", plan, *bind, "--environment", "staging", expect=WRONG)
        self.assertIn("production", refused.stderr)
        self.cli("connections", "remove", "shop", expect=GOOD)
        self.cli("connections", "add", "shop", f"sqlite:{database}", "-e", "staging", expect=GOOD)
        graver = self.cli("run", plan, *bind, "--environment", "production", expect=WRONG)
        self.assertIn("rehearsed", graver.stderr)

    def test_a_test_is_told_to_programs_too(self):
        told = json.loads(self.cli("connections", "test", f"sqlite:{self.database}", "--format",
                                   "json", expect=GOOD).stdout)
        self.assertTrue(told["product"].startswith("SQLite"))
        self.assertFalse(told["readOnly"])
        self.assertTrue(all(right["granted"] for right in told["rights"]))

    def test_a_broken_file_is_named_and_left_alone(self):
        self.file.parent.mkdir(parents=True)
        for text in ["", "{", '{"connections": 5}', '{"connections": [{"name": "a b", "url": ""}]}']:
            with self.subTest(text):
                self.file.write_text(text)
                self.assertIn(str(self.file), self.cli("connections", expect=WRONG).stderr)
                self.cli("connections", "add", "shop", f"sqlite:{self.database}", expect=WRONG)
                self.assertEqual(self.file.read_text(), text)

    def test_without_a_keychain_nothing_is_kept(self):
        self.env["DBUS_SESSION_BUS_ADDRESS"] = f"unix:path={self.folder}/nothing"
        self.cli("connections", "add", "shop", "postgresql://dba@localhost/shop", "--keychain",
                 stdin=PASSWORD + "\n", expect=UNREACHABLE)
        self.assertNotIn("shop", self.file.read_text())

    def in_keychain(self, script, stdin):
        """Runs a shell script in a session that has a bus and an unlocked keychain of its own."""
        prepared = ("eval \"$(printf '\\n' | gnome-keyring-daemon --unlock --components=secrets)\"\n"
                    "trap 'kill $(cat \"$XDG_RUNTIME_DIR/pid\" 2>/dev/null) 2>/dev/null' EXIT\n")
        runtime = self.folder / "runtime"
        runtime.mkdir(mode=0o700)
        environment = {**self.env, "XDG_RUNTIME_DIR": str(runtime), "HOME": str(self.folder),
                       "XDG_DATA_HOME": str(self.folder / "data"),
                       "XDG_CURRENT_DESKTOP": "GNOME"}
        return subprocess.run(
            ["dbus-run-session", "--", "sh", "-c", prepared + script], input=stdin,
            capture_output=True, text=True, env=environment, timeout=60, check=False)

    def test_the_keychain_holds_the_password_and_nothing_else_does(self):
        cli = shlex.quote(os.path.abspath(CLI))
        done = self.in_keychain(
            f"{cli} connections add shop postgresql://dba@127.0.0.1:1/shop --keychain\n"
            "secret-tool search --unlock server whimbrel 2>&1 || true\n"
            f"{cli} connections remove shop\n"
            "echo REMOVED\nsecret-tool search --unlock server whimbrel 2>&1 || true\n",
            PASSWORD + "\n")
        kept, _, left = done.stdout.partition("REMOVED")
        self.assertIn(PASSWORD, kept, done.stdout + done.stderr)
        self.assertNotIn(PASSWORD, left)
        for path in self.folder.rglob("*"):
            if path.is_file():
                self.assertNotIn(PASSWORD.encode(), path.read_bytes(), path)


if __name__ == "__main__":
    unittest.main()
