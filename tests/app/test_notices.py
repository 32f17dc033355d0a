# SPDX-FileCopyrightText: Whimbrel contributors
# SPDX-License-Identifier: Apache-2.0
"""Notices of a run: a real command and a real web server get them, and neither can hold it up."""

import http.server
import json
import pathlib
import threading
import time

from whimbrel import FOUND, GOOD, RESTING, WRONG, Case, execute

GATE_PLAN = {
    "whimbrel": 1, "title": "With a gate",
    "targets": [{"id": "primary", "dialect": "sqlite"}],
    "nodes": [
        {"id": "start", "kind": "start", "title": "Before"},
        {"id": "work", "kind": "task", "title": "Work",
         "action": {"type": "sql", "target": "primary", "sql": "INSERT INTO done VALUES ('secret-row')"}},
        {"id": "hold", "kind": "monitor", "title": "Wait", "holdMs": 1500, "everyMs": 300},
        {"id": "go", "kind": "gate", "title": "Go on?", "ask": "Is it well?"},
        {"id": "end", "kind": "end", "title": "After", "outcome": "migrated"}],
    "edges": [{"id": "f1", "from": "start", "to": "work"}, {"id": "f2", "from": "work", "to": "hold"},
              {"id": "f3", "from": "hold", "to": "go"},
              {"id": "f4", "from": "go", "to": "end", "when": "yes"},
              {"id": "f5", "from": "go", "to": "end", "when": "no"}],
}


class WebServer:
    """Keeps what is posted to it; answers with the given codes in turn, then with 200."""

    def __init__(self, answers=(), delay=0.0):
        server = self
        self.posted = []
        self.answers = list(answers)

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                server.posted.append((self.path, self.headers["Content-Type"], json.loads(body)))
                time.sleep(delay)
                self.send_response(server.answers.pop(0) if server.answers else 200)
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}/hook/t0ken-in-the-path"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self):
        self.server.shutdown()
        self.server.server_close()


class Notices(Case):
    def setUp(self):
        super().setUp()
        self.database = self.folder / "work.db"
        execute(self.database, "CREATE TABLE done (step TEXT)")
        self.plan = self.folder / "gate.whimbrel"
        self.write_plan(GATE_PLAN)
        self.bind = ["--bind", f"primary=sqlite:{self.database}"]

    def write_plan(self, content):
        self.plan.write_text(json.dumps(content), encoding="utf-8")

    def web(self, *answers, **more):
        server = WebServer(answers, **more)
        self.addCleanup(server.stop)
        return server

    def settings(self, mode=0o600, **production):
        path = self.folder / "config/whimbrel/notices.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps({"production": production}), encoding="utf-8")
        path.chmod(mode)

    def run_plan(self, *more, expect=RESTING, environment="production"):
        return self.cli("run", self.plan, *self.bind, "--no-input", "--environment", environment,
                        "--unrehearsed", "a test", *more, expect=expect)

    def command(self):
        """A program that writes down its environment and input; gives it and what it wrote."""
        program = self.folder / "told"
        written = self.folder / "written"
        program.write_text("#!/bin/sh\n{ env; cat; echo; echo \"$1\"; } >> "
                           f"'{written}'\n", encoding="utf-8")
        program.chmod(0o755)
        return program, written

    def test_a_gate_and_the_end_of_a_hold_are_told_of(self):
        web = self.web()
        program, written = self.command()
        self.env["PGPASSWORD"] = "not-for-you"
        self.settings(webhook=web.url, command=[str(program), "an argument; rm -rf x"])
        self.run_plan()
        kinds = [body["notice"] for _, _, body in web.posted]
        self.assertEqual(sorted(kinds), ["gate", "hold-ended"])
        path, content_type, body = next(each for each in web.posted if each[2]["notice"] == "gate")
        self.assertEqual((path, content_type), ("/hook/t0ken-in-the-path", "application/json"))
        self.assertEqual((body["step"], body["title"], body["environment"], body["plan"]),
                         ("go", "Go on?", "production", "With a gate"))
        told = written.read_text(encoding="utf-8")
        self.assertIn("WHIMBREL_NOTICE=gate", told)
        self.assertIn("WHIMBREL_STEP=go", told)
        self.assertIn('"notice":"gate"', told)
        self.assertIn("an argument; rm -rf x", told)
        for text in [told] + [json.dumps(each) for each in web.posted]:
            for secret in ["not-for-you", "INSERT", "secret-row"]:
                self.assertNotIn(secret, text)

    def test_what_was_answered_in_advance_is_no_news(self):
        web = self.web()
        self.settings(webhook=web.url, kinds=["gate"])
        self.run_plan("--gate", "go=yes:tested", expect=GOOD)
        self.assertEqual(web.posted, [])

    def test_another_environment_is_not_told_of(self):
        web = self.web()
        self.settings(webhook=web.url)
        self.run_plan(environment="staging")
        self.assertEqual(web.posted, [])

    def test_a_failure_says_neither_sql_nor_error(self):
        content = json.loads(json.dumps(GATE_PLAN))
        content["nodes"][1]["action"]["sql"] = "INSERT INTO nowhere_table VALUES ('secret-row')"
        self.write_plan(content)
        web = self.web()
        self.settings(webhook=web.url)
        self.run_plan(expect=FOUND)
        self.assertEqual([body["notice"] for _, _, body in web.posted], ["failure"])
        self.assertNotIn("nowhere_table", json.dumps(web.posted))

    def test_a_web_server_that_fails_is_tried_again(self):
        web = self.web(500, 503)
        self.settings(webhook=web.url, kinds=["gate"])
        done = self.run_plan()
        self.assertEqual(len(web.posted), 3)
        self.assertNotIn("did not get through", done.stderr)
        refusing = self.web(404)
        self.settings(webhook=refusing.url, kinds=["gate"])
        done = self.cli("resume", self.plan, *self.bind, "--no-input", expect=RESTING)
        self.assertEqual(len(refusing.posted), 1)
        self.assertIn("http://127.0.0.1 answered 404", done.stderr)
        self.assertNotIn("t0ken", done.stderr + done.stdout)

    def test_nobody_there_holds_nothing_up(self):
        self.settings(webhook="http://127.0.0.1:9/t0ken", kinds=["gate"],
                      command=["/nowhere/program"])
        done = self.run_plan()
        self.assertIn("http://127.0.0.1 could not be reached", done.stderr)
        self.assertIn('"/nowhere/program" could not be started', done.stderr)
        self.assertNotIn("t0ken", done.stderr + done.stdout)
        for path in (self.folder / "state").rglob("*"):
            if path.is_file():
                self.assertNotIn(b"t0ken", path.read_bytes())
        self.assertNotIn(b"t0ken", pathlib.Path(self.database).read_bytes())

    def test_a_slow_server_does_not_slow_the_run(self):
        web = self.web(delay=3.0)
        self.settings(webhook=web.url, kinds=["hold-ended"])
        runner = self.start("run", self.plan, *self.bind, "--no-input", "--environment",
                            "production", "--unrehearsed", "a test", "--gate", "go=yes:tested",
                            "--format", "json")
        began = None
        for line in runner.stdout:
            said = json.loads(line)
            kind = said.get("event", {}).get("type")
            if kind == "node-done" and said["event"]["node"] == "hold":
                began = time.monotonic()
            if said["message"] == "bye":
                self.assertLess(time.monotonic() - began, 2.0)
        runner.communicate()
        self.assertEqual(runner.returncode, GOOD)
        self.assertEqual(len(web.posted), 1)

    def test_settings_are_looked_at(self):
        web = self.web()
        self.settings(webhook=web.url, mode=0o644)
        self.assertIn("chmod 600", self.run_plan().stderr)
        self.assertEqual(web.posted, [])
        for wrong in [{"webhook": "ftp://x/"}, {"command": "a b"}, {"kinds": ["party"]},
                      {"colour": 1}]:
            self.settings(**wrong)
            self.cli("notices", expect=WRONG)
        program, written = self.command()
        self.settings(command=[str(program)], webhook=web.url)
        shown = self.cli("notices", expect=GOOD).stdout
        self.assertIn(str(program), shown)
        self.assertIn("http://127.0.0.1", shown)
        self.assertNotIn("t0ken", shown)
        self.cli("notices", "--try", "production", expect=GOOD)
        self.assertIn("WHIMBREL_ENVIRONMENT=production", written.read_text(encoding="utf-8"))
        self.assertEqual(len(web.posted), 1)
        self.cli("notices", "--try", "staging", expect=FOUND)
