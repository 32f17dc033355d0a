# SPDX-FileCopyrightText: Whimbrel contributors
# SPDX-License-Identifier: Apache-2.0
"""Every template of a server: forward to its end and back to the start, and rehearsed, there."""

import json
import os
import pathlib
import subprocess
import unittest
import urllib.parse

from whimbrel import ANSWERS, CONFIRMED, GOOD, TARGETS, Case, edit, shorten_holds

RECOVERY_POINTS = ["--confirm", "backup:base backup of Monday",
                   "--confirm", "late-backup:base backup of Tuesday"]
COMES_FOR = {"add-index-and-foreign-key": ["postgresql"]}

# PostgreSQL adds columns at the end only: one that was dropped comes back behind the others.
ORDER_CHANGES = {("split-column", "postgresql"), ("rename-column", "postgresql"),
                 ("change-column-type", "postgresql")}


class Server:
    """Makes databases of templates, and writes down what is in them."""

    def __init__(self, dialect):
        place = os.environ.get("WHIMBREL_TEST_SERVERS")
        if not place:
            raise AssertionError("WHIMBREL_TEST_SERVERS has to name servers.json: start the "
                                 "servers with tests/support/servers/servers.py.")
        found = json.loads(pathlib.Path(place).read_text(encoding="utf-8"))["environment"]
        self.dialect = dialect
        self.url = found["WHIMBREL_TEST_POSTGRESQL" if dialect == "postgresql"
                         else "WHIMBREL_TEST_MARIADB"].rpartition("/")[0]

    def client(self, database, text):
        """Runs a script with the server's own client, and returns what it says."""
        place = urllib.parse.urlsplit(self.url)
        if self.dialect == "postgresql":
            command = ["psql", "-qXAt", "-v", "ON_ERROR_STOP=1", f"--dbname={self.url}/{database}"]
        else:
            command = ["mariadb", "--no-defaults", "-N", f"--user={place.username}",
                       f"--host={place.hostname}", f"--port={place.port}",
                       "--default-character-set=utf8mb4", database]
        done = subprocess.run(command, input=text, capture_output=True, text=True, check=False)
        if done.returncode:
            raise AssertionError(done.stderr)
        return done.stdout

    def make(self, database, script):
        ending = " CHARACTER SET utf8mb4" if self.dialect == "mysql" else ""
        self.client("whimbrel", f"DROP DATABASE IF EXISTS {database};")
        self.client("whimbrel", f"CREATE DATABASE {database}{ending};")
        self.client(database, script)

    def drop(self, database):
        self.client("whimbrel", f"DROP DATABASE IF EXISTS {database};")

    def content(self, database, tables):
        """The columns, indexes and triggers of the tables and their rows."""
        of = "', '".join(tables)
        schema = "current_schema()" if self.dialect == "postgresql" else "database()"
        said = [self.client(database, f"""
            SELECT table_name, column_name, data_type, is_nullable, column_default
            FROM information_schema.columns
            WHERE table_schema = {schema} AND table_name NOT LIKE 'whimbrel%'
            ORDER BY table_name, column_name;
            SELECT event_object_table, trigger_name, action_statement
            FROM information_schema.triggers WHERE event_object_table IN ('{of}') ORDER BY 2;
            SELECT table_name, constraint_name, constraint_type
            FROM information_schema.table_constraints
            WHERE table_name IN ('{of}') AND constraint_type <> 'CHECK' ORDER BY 1, 2;""")]
        for table in tables:
            names = self.client(database, f"""
                SELECT column_name FROM information_schema.columns
                WHERE table_schema = {schema} AND table_name = '{table}' ORDER BY column_name;
                """).split()
            said.append(self.client(
                database, f"SELECT {', '.join(names)} FROM {table} ORDER BY id;"))
        return said


def confirmed(plan, *answers):
    """The answers, without confirmations of what the plan does not have."""
    content = json.loads(plan.read_text(encoding="utf-8"))
    known = {each["id"] for each in content["nodes"] + content["edges"]}
    kept = []
    for option, value in zip(answers[::2], answers[1::2]):
        if option != "--confirm" or value.partition(":")[0] in known:
            kept += [option, value]
    return kept


TABLES = {"split-column": ["customers", "orders"], "add-not-null-column": ["payments", "refunds"],
          "rename-column": ["products", "stock"],
          "add-index-and-foreign-key": ["customers", "orders"],
          "change-column-type": ["invoices", "invoice_lines"], "move-rows": ["deliveries"]}


class OnServers(Case):
    def made(self, template, dialect):
        folder = self.folder / dialect
        self.cli("new", "--template", template, "--dialect", dialect, "-o", f"{folder}/",
                 expect=GOOD)
        plan = folder / "plan.whimbrel"
        edit(plan, shorten_holds)
        server = Server(dialect)
        database = "template_" + template.replace("-", "_")
        server.make(database, (folder / "sample.sql").read_text(encoding="utf-8"))
        self.addCleanup(server.drop, database)
        for target in TARGETS.get(template, [])[1:]:
            server.make(f"{database}_{target}", "")
            self.addCleanup(server.drop, f"{database}_{target}")
        return plan, server, database

    @staticmethod
    def urls(option, template, server, database):
        """The option for each of the template's targets: the first has the sample, others none."""
        first, *others = TARGETS.get(template, ["primary"])
        given = [option, f"{first}={server.url}/{database}"]
        for target in others:
            given += [option, f"{target}={server.url}/{database}_{target}"]
        return given

    def there_and_back(self, template, dialect):
        plan, server, database = self.made(template, dialect)
        before = server.content(database, TABLES[template])
        bind = self.urls("--bind", template, server, database)
        answers = confirmed(plan, *CONFIRMED, *RECOVERY_POINTS, *ANSWERS[template])
        done = self.cli("run", plan, *bind, "--no-input", "--as", "dba", *answers, expect=GOOD)
        self.assertIn("migrated", done.stdout)
        self.assertNotEqual(server.content(database, TABLES[template]), before)
        self.cli("rollback", plan, *bind, "--no-input", "--as", "dba",
                 *confirmed(plan, *CONFIRMED), expect=GOOD)
        self.assertEqual(server.content(database, TABLES[template]), before)

    def rehearsed(self, template, dialect):
        plan, server, database = self.made(template, dialect)
        changes = (template, dialect) in ORDER_CHANGES
        done = self.cli("rehearse", plan, *self.urls("--on", template, server, database),
                        "--sample-rows", "5000", "--format", "json", expect=GOOD)
        found = json.loads(done.stdout.splitlines()[-1])
        evidence = json.loads((plan.parent / "plan.rehearsal.json").read_text(encoding="utf-8"))
        self.assertTrue(found)
        ways = evidence["rehearsals"][0]["ways"]
        other = {way["edge"]: way["verdict"] for way in ways
                 if way["verdict"] not in ("exact", "assumed")}
        self.assertEqual(other, {"back-drop": "explained"} if changes else {})


def add(template, dialect):
    name = f"{template}_{dialect}".replace("-", "_")
    setattr(OnServers, f"test_{name}_there_and_back",
            lambda self: self.there_and_back(template, dialect))
    setattr(OnServers, f"test_{name}_rehearsed", lambda self: self.rehearsed(template, dialect))


for each in TABLES:
    for kind in COMES_FOR.get(each, ["postgresql", "mysql"]):
        add(each, kind)

if __name__ == "__main__":
    unittest.main()
