# SPDX-FileCopyrightText: Whimbrel contributors
# SPDX-License-Identifier: Apache-2.0
"""Every template of a server: forward to its end and back to the start, and rehearsed, there."""

import json
import unittest

from database_server import Server
from whimbrel import (ANSWERS, CONFIRMED, GOOD, RECOVERY_POINTS, TARGETS, Case, confirmed, edit,
                      shorten_holds)

COMES_FOR = {"add-index-and-foreign-key": ["postgresql"]}

# PostgreSQL adds columns at the end only: one that was dropped comes back behind the others.
ORDER_CHANGES = {("split-column", "postgresql"), ("rename-column", "postgresql"),
                 ("change-column-type", "postgresql")}


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
