# SPDX-FileCopyrightText: Whimbrel contributors
# SPDX-License-Identifier: Apache-2.0
"""A test server, spoken to past Whimbrel: by its own client program."""

import json
import os
import pathlib
import subprocess
import urllib.parse


def server_list():
    place = os.environ.get("WHIMBREL_TEST_SERVERS")
    if not place:
        raise AssertionError("WHIMBREL_TEST_SERVERS has to name servers.json: start the "
                             "servers with tests/support/servers/servers.py.")
    return pathlib.Path(place)


class Server:
    """Makes databases, and writes down what is in them. `dialect` is that of plans."""

    def __init__(self, dialect, servers=None):
        found = json.loads((servers or server_list()).read_text(encoding="utf-8"))["environment"]
        self.dialect = dialect
        self.url = found["WHIMBREL_TEST_POSTGRESQL" if dialect == "postgresql"
                         else "WHIMBREL_TEST_MARIADB"].rpartition("/")[0]
        self.place = urllib.parse.urlsplit(self.url)

    def client(self, database, text):
        """Runs a script with the server's own client, and returns what it says."""
        if self.dialect == "postgresql":
            command = ["psql", "-qXAt", "-v", "ON_ERROR_STOP=1", f"--dbname={self.url}/{database}"]
        else:
            command = ["mariadb", "--no-defaults", "-N", f"--user={self.place.username}",
                       f"--host={self.place.hostname}", f"--port={self.place.port}",
                       "--default-character-set=utf8mb4", database]
        done = subprocess.run(command, input=text, capture_output=True, text=True, check=False)
        if done.returncode:
            raise AssertionError(done.stderr)
        return done.stdout

    def make(self, database, script):
        ending = " CHARACTER SET utf8mb4" if self.dialect == "mysql" else ""
        self.drop(database)
        self.client("whimbrel", f"CREATE DATABASE {database}{ending};")
        self.client(database, script)

    def drop(self, database):
        force = " WITH (FORCE)" if self.dialect == "postgresql" else ""
        self.client("whimbrel", f"DROP DATABASE IF EXISTS {database}{force};")

    def end_session(self, port):
        """Ends the session whose client has this port; one that has gone by itself is fine."""
        if self.dialect == "postgresql":
            self.client("whimbrel", "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                                    f"WHERE client_port = {port};")
            return
        found = self.client("whimbrel", "SELECT id FROM information_schema.processlist "
                                        f"WHERE host LIKE '%:{port}';").split()
        for session in found:
            try:
                self.client("whimbrel", f"KILL {session};")
            except AssertionError as error:
                if "Unknown thread id" not in str(error):
                    raise

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
            FROM information_schema.triggers
            WHERE event_object_schema = {schema} AND event_object_table IN ('{of}') ORDER BY 2;
            SELECT table_name, constraint_name, constraint_type
            FROM information_schema.table_constraints
            WHERE table_schema = {schema} AND table_name IN ('{of}')
            AND constraint_type <> 'CHECK' ORDER BY 1, 2;""")]
        for table in tables:
            names = self.client(database, f"""
                SELECT column_name FROM information_schema.columns
                WHERE table_schema = {schema} AND table_name = '{table}' ORDER BY column_name;
                """).split()
            said.append(self.client(
                database, f"SELECT {', '.join(names)} FROM {table} ORDER BY id;"))
        return said
