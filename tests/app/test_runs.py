# SPDX-FileCopyrightText: Whimbrel contributors
# SPDX-License-Identifier: Apache-2.0
"""run, resume, status, rollback and handover on real SQLite databases."""

import json
import os
import pty
import select
import shutil
import signal
import subprocess
import time
import unittest

from whimbrel import (ANSWERS, CONFIRMED, DOUBT, FOUND, GOOD, RESTING, TEMPLATES, UNREACHABLE,
                      WRONG, CLI, Case, edit, execute, open_fully, scalar)


# Root may write to anything, unless that right is taken from it.
AS_ANYBODY = ["setpriv", "--bounding-set=-dac_override,-dac_read_search,-fowner"] \
    if os.geteuid() == 0 else []
AS_ROOT = [] if os.geteuid() == 0 else ["sudo", "-n"]


def messages(text):
    return [json.loads(line) for line in text.splitlines() if line.startswith("{")]


class Whole(Case):
    """Every template forward to its end, and back to the start."""

    def there_and_back(self, template):
        plan, database = self.sample(template, rows=2000)
        untouched = self.folder / "untouched.db"
        shutil.copy(database, untouched)
        bind = self.bindings(template, database)
        done = self.cli("run", plan, *bind, *open_fully(template), expect=GOOD)
        self.assertIn("migrated", done.stdout)
        self.cli("status", plan, *bind, expect=GOOD)
        self.assertNotEqual(self.fingerprint(database), self.fingerprint(untouched))
        self.cli("rollback", plan, *bind, "--no-input", *CONFIRMED, expect=GOOD)
        # SQLite puts a column that comes back at the end, as this plan says of its way back.
        self.assert_same(untouched, database,
                         "column order differs" if template == "change-column-type" else "")

    def test_split_column(self):
        self.there_and_back("split-column")

    def test_add_not_null_column(self):
        self.there_and_back("add-not-null-column")

    def test_rename_column(self):
        self.there_and_back("rename-column")

    def test_change_column_type(self):
        self.there_and_back("change-column-type")

    def test_move_rows(self):
        self.there_and_back("move-rows")

    def test_no_at_the_first_gate_reverts(self):
        for template in TEMPLATES:
            plan, database = self.sample(template, rows=200, name=template)
            untouched = self.folder / f"{template}.db"
            shutil.copy(database, untouched)
            self.cli("run", plan, *self.bindings(template, database), "--no-input", "--as", "dba",
                     *CONFIRMED,
                     "--gate", "go-switch=no:not tested enough", expect=FOUND)
            self.assert_same(untouched, database)


class Failure(Case):
    def broken(self):
        plan, database = self.sample(rows=500)
        execute(database, "UPDATE customers SET full_name = 'Anna  Smith' WHERE id = 77")
        untouched = self.folder / "untouched.db"
        shutil.copy(database, untouched)
        return plan, database, untouched

    def test_revert(self):
        plan, database, untouched = self.broken()
        done = self.cli("run", plan, "--bind", f"sqlite:{database}", "--on-failure", "revert",
                        *open_fully("split-column"), expect=FOUND)
        self.assertIn("Joined again, the parts are the name: found 1, expected", done.stdout)
        self.assertIn("reverted", done.stdout)
        self.assert_same(untouched, database)
        status = json.loads(self.cli("status", plan, "--bind", f"sqlite:{database}",
                                     "--format", "json", expect=FOUND).stdout)
        self.assertEqual(status["ended"], "reverted")

    def test_stop_then_decide(self):
        plan, database, untouched = self.broken()
        bind = ["--bind", f"sqlite:{database}"]
        done = self.cli("run", plan, *bind, *open_fully("split-column"), expect=FOUND)
        self.assertIn("--decide filled=", done.stdout)
        self.cli("status", plan, *bind, expect=FOUND)
        # Somebody mends the name; the check is done again and the run goes on to its end.
        execute(database, "UPDATE customers SET full_name = 'Anna Smith' WHERE id = 77")
        self.cli("resume", plan, *bind, "--decide", "filled=retry:the name was mended",
                 *open_fully("split-column"), expect=GOOD)
        self.cli("rollback", plan, *bind, "--no-input", *CONFIRMED, expect=GOOD)
        execute(database, "UPDATE customers SET full_name = 'Anna  Smith' WHERE id = 77")
        self.assert_same(untouched, database)

    def test_decisions_are_used_one_after_another(self):
        plan, database, _ = self.broken()
        bind = ["--bind", f"sqlite:{database}"]
        done = self.cli("run", plan, *bind, "--decide", "filled=retry:look again",
                        "--decide", "filled=rollback:not today", *open_fully("split-column"))
        self.assertIn("retry: look again", done.stdout)
        self.assertIn("not today", done.stdout)
        status = json.loads(self.cli("status", plan, *bind, "--format", "json").stdout)
        self.assertEqual(status["ready"], ["dual-written"])

    def test_back_rests_at_the_nearest_safe_state(self):
        plan, database, _ = self.broken()
        bind = ["--bind", f"sqlite:{database}"]
        self.cli("run", plan, *bind, "--on-failure", "back", *open_fully("split-column"),
                 expect=FOUND)
        status = json.loads(self.cli("status", plan, *bind, "--format", "json").stdout)
        self.assertEqual(status["ready"], ["dual-written"])
        self.assertEqual(scalar(database, "SELECT count(first_name) FROM customers"), 0)

    def test_an_sql_error(self):
        plan, database = self.sample(rows=50)
        untouched = self.folder / "untouched.db"
        shutil.copy(database, untouched)
        (plan.parent / "sql" / "010-expand.sql").write_text(
            "ALTER TABLE customers ADD COLUMN first_name TEXT;\n"
            "ALTER TABLE nobody ADD COLUMN last_name TEXT;\n", encoding="utf-8")
        done = self.cli("run", plan, "--bind", f"sqlite:{database}", *open_fully("split-column"),
                        expect=FOUND)
        self.assertIn("nobody", done.stdout + done.stderr)
        self.assert_same(untouched, database)


class Steps(Case):
    def test_gates_rest_without_an_answer(self):
        plan, database = self.sample(rows=50)
        bind = ["--bind", f"sqlite:{database}"]
        done = self.cli("run", plan, *bind, "--no-input", *CONFIRMED, expect=RESTING)
        self.assertIn("--gate go-switch=", done.stdout)
        self.assertIn("whimbrel-cli resume", done.stdout)
        self.cli("status", plan, *bind, expect=RESTING)
        self.cli("resume", plan, *bind, "--gate", "go-switch=yes:tested", "--no-input", *CONFIRMED,
                 "--as", "marta", expect=RESTING)
        status = json.loads(self.cli("status", plan, *bind, "--format", "json").stdout)
        self.assertEqual(status["rest"]["node"], "go-hide")
        self.cli("resume", plan, *bind, *open_fully("split-column"), expect=GOOD)

    def test_an_answer_by_somebody_else_rests(self):
        plan, database = self.sample(rows=50)
        edit(plan, lambda made: (
            made.setdefault("participants", []).append({"id": "owner", "title": "The owner"}),
            [node.update(approvers=["owner"]) for node in made["nodes"]
             if node["id"] == "go-switch"]))
        bind = ["--bind", f"sqlite:{database}"]
        answer = ["--gate", "go-switch=yes:tested", "--no-input", *CONFIRMED]
        done = self.cli("run", plan, *bind, *answer, "--as", "marta", expect=RESTING)
        self.assertIn("The owner", done.stderr)
        self.assertIn("--as NAME --gate go-switch=", done.stdout)
        self.cli("status", plan, *bind, expect=RESTING)
        self.cli("resume", plan, *bind, *answer, "--as", "owner", expect=RESTING)
        status = json.loads(self.cli("status", plan, *bind, "--format", "json").stdout)
        self.assertEqual(status["rest"]["node"], "go-hide")

    def test_to_a_step(self):
        plan, database = self.sample(rows=50)
        bind = ["--bind", f"sqlite:{database}"]
        self.cli("run", plan, *bind, "--to", "fill", *open_fully("split-column"), expect=RESTING)
        status = json.loads(self.cli("status", plan, *bind, "--format", "json").stdout)
        self.assertEqual(status["ready"], ["fill"])
        self.assertEqual(scalar(database, "SELECT count(first_name) FROM customers"), 0)
        self.cli("resume", plan, *bind, "--to", "go-switch", *open_fully("split-column"),
                 expect=RESTING)
        self.assertEqual(scalar(database, "SELECT count(first_name) FROM customers"), 50)

    def test_a_breakpoint_stops_and_says_what_comes(self):
        plan, database = self.sample(rows=50)
        bind = ["--bind", f"sqlite:{database}"]
        done = self.cli("run", plan, *bind, "--break", "fill", *open_fully("split-column"),
                        expect=RESTING)
        self.assertIn("Breakpoint before", done.stdout)
        self.assertIn("next: ", done.stdout)
        self.assertIn("for each batch of keys", done.stdout)
        self.assertIn("writes rows", done.stdout)
        self.assertEqual(scalar(database, "SELECT count(first_name) FROM customers"), 0)
        shown = self.cli("status", plan, *bind, expect=RESTING)
        self.assertIn("writes rows", shown.stdout)
        status = json.loads(self.cli("status", plan, *bind, "--format", "json").stdout)
        self.assertEqual(status["next"]["node"], "fill")
        self.assertTrue(status["next"]["inBatches"])
        self.assertEqual(status["next"]["statements"][0]["does"], "writes rows")
        self.assertEqual(status["next"]["back"]["kind"], "way")
        said = self.cli("resume", plan, *bind, "--break", "filled", "--format", "json",
                        *open_fully("split-column"), expect=RESTING).stdout
        last = [json.loads(line) for line in said.splitlines()
                if json.loads(line)["message"] == "next-step"]
        self.assertEqual([each["next"]["node"] for each in last], ["filled"])
        self.assertEqual(scalar(database, "SELECT count(first_name) FROM customers"), 50)
        self.cli("run", plan, *bind, "--break", "nowhere", expect=WRONG)

    def test_rollback_to_a_step(self):
        plan, database = self.sample(rows=50)
        bind = ["--bind", f"sqlite:{database}"]
        self.cli("run", plan, *bind, "--to", "go-switch", *open_fully("split-column"),
                 expect=RESTING)
        self.cli("rollback", plan, *bind, "--to", "expanded", "--no-input", "--because", "too slow",
                 expect=GOOD)
        status = json.loads(self.cli("status", plan, *bind, "--format", "json").stdout)
        self.assertEqual(status["ready"], ["expanded"])
        self.assertEqual(scalar(database, "SELECT count(*) FROM sqlite_master "
                                          "WHERE type = 'trigger' AND tbl_name = 'customers'"), 0)

    def test_status_in_the_middle_of_a_rollback(self):
        plan, database = self.sample(rows=50)
        bind = ["--bind", f"sqlite:{database}"]
        self.cli("run", plan, *bind, "--to", "reads-watched", *open_fully("split-column"),
                 expect=RESTING)
        # Taking the release back is done by hand, and nobody has confirmed that yet.
        self.cli("rollback", plan, *bind, "--no-input", expect=RESTING)
        status = self.cli("status", plan, *bind, expect=RESTING).stdout
        self.assertIn('going back to start "Version 1 in production": 1 of 5 changes taken back',
                      status)
        self.assertIn("waits for a confirmation that deploy", status)
        self.assertIn("Go on with the way back: ", status)
        found = json.loads(self.cli("status", plan, *bind, "--format", "json").stdout)
        self.assertEqual(found["goingBack"]["to"], "start")
        self.assertEqual(found["goingBack"]["takenBack"], ["switch-reads"])
        self.assertEqual(found["wayBack"]["to"], "start")
        # Said again, it goes on where it was instead of beginning anew.
        self.cli("rollback", plan, *bind, "--no-input", *CONFIRMED, expect=GOOD)
        found = json.loads(self.cli("status", plan, *bind, "--format", "json").stdout)
        self.assertEqual(found["ended"], "reverted")

    def test_counts_are_spelled_out(self):
        plan, database = self.sample(rows=1)
        bind = ["--bind", f"sqlite:{database}"]
        done = self.cli("run", plan, *bind, *open_fully("split-column"), expect=GOOD).stdout
        status = self.cli("status", plan, *bind, expect=GOOD).stdout
        for text in (done, status):
            self.assertNotRegex(text, r"\b1 rows|\(s\)")
        self.assertIn("    1 row, ", done)

    def test_what_was_confirmed_is_told_once(self):
        plan, database = self.sample(rows=1)
        done = self.cli("run", plan, "--bind", f"sqlite:{database}", "--to", "expand",
                        *open_fully("split-column"), expect=RESTING).stdout
        self.assertEqual(done.count("rehearsed on Monday"), 1)
        self.assertIn("done, by dba: rehearsed on Monday", done)

    def test_the_second_backup_has_a_number(self):
        plan, database = self.sample(rows=10)
        bind = ["--bind", f"sqlite:{database}"]
        self.cli("run", plan, *bind, *open_fully("split-column"), expect=GOOD)
        run = json.loads(self.cli("status", plan, *bind, "--format", "json").stdout)["run"]
        self.assertEqual(sorted(each.name for each in plan.parent.glob("*.backup")),
                         [f"sample-{run}-2.backup", f"sample-{run}.backup"])

    def test_help_shows_what_applies(self):
        for command, absent in [("handover", ("--gate", "--confirm", "--control", "--wait")),
                                ("rollback", ("--gate", "--wait", "--control"))]:
            shown = self.cli(command, "--help", expect=GOOD).stdout
            for option in absent:
                self.assertNotIn(option, shown)

    def test_dry_run_writes_nothing(self):
        plan, database = self.sample(rows=50)
        before = database.read_bytes()
        done = self.cli("run", plan, "--bind", f"sqlite:{database}", "--dry-run", expect=GOOD)
        self.assertEqual(database.read_bytes(), before)
        self.assertIn("ALTER TABLE customers ADD COLUMN first_name TEXT", done.stdout)
        self.assertIn("DROP TRIGGER customers_split_on_insert", done.stdout)
        listed = self.cli("run", plan, "--bind", f"sqlite:{database}", "--dry-run", "--format",
                          "json", expect=GOOD)
        self.assertTrue(json.loads(listed.stdout)["lines"])

    def test_handover(self):
        plan, database = self.sample(rows=50)
        bind = ["--bind", f"sqlite:{database}"]
        self.cli("run", plan, *bind, "--no-input", *CONFIRMED, expect=RESTING)
        self.cli("handover", plan, *bind, "--to-person", "marta", "--note", "wait for Monday",
                 "--as", "jan", expect=GOOD)
        done = self.cli("resume", plan, *bind, "--as", "marta", "--format", "json",
                        expect=RESTING)
        notes = [each["event"]["data"] for each in messages(done.stdout)
                 if each.get("event", {}).get("type") == "handed-over"]
        self.assertEqual([(each["by"], each["to"], each["note"]) for each in notes],
                         [("jan", "marta", "wait for Monday")])

    def test_answers_are_checked(self):
        plan, database = self.sample(rows=1)
        bind = ["--bind", f"sqlite:{database}"]
        for arguments, says in [
                (["--gate", "go-swich=yes:x"], '"go-switch"'),
                (["--gate", "go-switch"], "NODE=OUTCOME:REASON"),
                (["--gate", "go-switch=yes"], "NODE=OUTCOME:REASON"),
                (["--confirm", "deploy"], "NODE:REASON"),
                (["--decide", "fill=perhaps:x"], "retry"),
                (["--to", "nowhere"], "nowhere"),
                (["--on-failure", "panic"], "revert"),
                (["--environment", "moon"], "production"),
                (["--bind", "other=sqlite:x"], '"other"'),
                (["--bind", f"sqlite:{database}"], "twice")]:
            done = self.cli("run", plan, *bind, *arguments, expect=WRONG)
            self.assertIn(says, done.stderr, arguments)
        self.assertIn("--bind primary=", self.cli("run", plan, expect=WRONG).stderr)
        self.assertEqual(scalar(database, "SELECT count(*) FROM sqlite_master "
                                          "WHERE name LIKE 'whimbrel%'"), 0)

    def test_a_password_is_never_shown(self):
        plan, _ = self.sample(rows=1)
        done = self.cli("run", plan, "--bind", "primary=postgresql://marta:sesame@db/shop")
        self.assertNotEqual(done.returncode, GOOD)
        self.assertNotIn("sesame", done.stdout + done.stderr)

    def test_nothing_to_resume(self):
        plan, database = self.sample(rows=1)
        for command in ("resume", "status", "rollback"):
            done = self.cli(command, plan, "--bind", f"sqlite:{database}")
            self.assertNotIn(done.returncode, (GOOD, RESTING), command)
            self.assertIn("run", done.stderr)

    def test_a_finished_run_is_not_begun_again(self):
        plan, database = self.sample(rows=10)
        bind = ["--bind", f"sqlite:{database}"]
        self.cli("run", plan, *bind, *open_fully("split-column"), expect=GOOD)
        after = self.fingerprint(database)
        done = self.cli("run", plan, *bind, *open_fully("split-column"))
        self.assertNotEqual(done.returncode, GOOD)
        self.assertIn("migrated", done.stderr)
        self.assertEqual(self.fingerprint(database), after)

    def test_json_messages(self):
        plan, database = self.sample(rows=10)
        done = self.cli("run", plan, "--bind", f"sqlite:{database}", "--format", "json",
                        *open_fully("split-column"), expect=GOOD)
        told = [each["message"] for each in messages(done.stdout)]
        self.assertEqual(len(told), len(done.stdout.splitlines()))
        self.assertEqual(told[0], "hello")
        self.assertEqual(told[-1], "bye")

    def test_a_long_hold_is_not_waited_for(self):
        plan, database = self.sample(rows=10)
        edit(plan, lambda made: [node.update(holdMs=3600000) for node in made["nodes"]
                                 if node["id"] == "reads-watched"])
        done = self.cli("run", plan, "--bind", f"sqlite:{database}", *open_fully("split-column"),
                        expect=RESTING)
        self.assertIn("The hold ends in", done.stdout)


class Control(Case):
    """The window's way: commands in, messages out."""

    def test_steps_and_the_end_of_the_input(self):
        plan, database = self.sample(rows=10)
        bind = ["--bind", f"sqlite:{database}"]
        runner = self.start("run", plan, *bind, "--control")
        self.addCleanup(runner.kill)
        self.wait_for_rest(runner)
        runner.stdin.write('{"command": "next"}\n')
        runner.stdin.flush()
        self.wait_for_rest(runner)
        runner.stdin.write("no json\n")
        runner.stdin.flush()
        self.assertIn("refused", runner.stdout.readline())
        runner.stdin.close()
        self.assertEqual(runner.wait(20), RESTING)
        runner.stdout.close()
        runner.stderr.close()
        # The locks are gone: somebody else may go on.
        self.cli("resume", plan, *bind, *open_fully("split-column"), expect=GOOD)

    def wait_for_rest(self, runner):
        for line in runner.stdout:
            if json.loads(line).get("message") == "resting" or '"resting"' in line:
                return
        self.fail(runner.stderr.read())


class Signals(Case):
    def test_sigterm_settles_and_rests(self):
        for which in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            plan, database = self.sample(rows=3000, name=which.name)
            edit(plan, lambda made: [node["action"].update(batch=10, pauseMs=20)
                                     for node in made["nodes"] if node["id"] == "fill"])
            bind = ["--bind", f"sqlite:{database}"]
            runner = self.start("run", plan, *bind, *open_fully("split-column"))
            self.wait_until(lambda: b"first_name" in database.read_bytes() and
                            scalar(database, "SELECT count(first_name) FROM customers") > 50)
            runner.send_signal(which)
            out, _ = runner.communicate(timeout=30)
            self.assertEqual(runner.returncode, RESTING, out)
            self.assertIn("whimbrel-cli resume", out)
            self.cli("resume", plan, *bind, *open_fully("split-column"), expect=GOOD)

    def wait_until(self, condition, seconds=20):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                if condition():
                    return
            except Exception:  # noqa: the database may be busy or between two schemas
                pass
            time.sleep(0.02)
        self.fail("did not happen")


class Terminal(Case):
    """What a person at a terminal sees and types."""

    def talk(self, arguments, answers, timeout=60):
        """Types each answer when its prompt has appeared; returns all output and the exit code."""
        child, terminal = pty.fork()
        if child == 0:
            os.execve(CLI, [CLI, *map(str, arguments)], dict(self.env, TERM="xterm"))
        output = ""
        answers = list(answers)
        end = time.monotonic() + timeout
        while time.monotonic() < end:
            ready, _, _ = select.select([terminal], [], [], 0.2)
            if ready:
                try:
                    output += os.read(terminal, 65536).decode("utf-8", "replace")
                except OSError:
                    break
            if answers and answers[0][0] in output[output.rfind("\x00") + 1:]:
                output += "\x00"
                os.write(terminal, (answers.pop(0)[1] + "\n").encode())
        if answers:
            os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        self.assertEqual(answers, [], output)
        return output.replace("\x00", ""), os.waitstatus_to_exitcode(status)

    DONE = [("(q): ", "d"), ("what was done", "it was done"), ("who did it", "rolf")]
    YES = [("yes, no", "y"), ("why", "all is well"), ("who answers", "")]

    def test_a_run_with_questions(self):
        plan, database = self.sample(rows=100)
        output, code = self.talk(["run", plan, "--bind", f"sqlite:{database}", "--as", "marta"],
                                 self.DONE + self.YES + self.DONE + self.YES + self.YES)
        self.assertEqual(code, GOOD, output)
        self.assertIn("Is version 2 tested", output)
        self.assertIn("way back: to", output)
        self.assertIn("done, by rolf: it was done", output)
        self.assertIn("yes, by marta: all is well", output)
        # Told once: not as the evidence of the step as well.
        self.assertEqual(output.count("by rolf: it was done"), 2)
        self.assertNotIn("    it was done", output)

    def test_a_failure_is_asked_about(self):
        plan, database = self.sample(rows=100)
        execute(database, "UPDATE customers SET full_name = 'Anna  Smith' WHERE id = 7")
        output, code = self.talk(
            ["run", plan, "--bind", f"sqlite:{database}"],
            self.DONE + [("go back (b)", "b"), ("why", "names have to be mended"), ("(q): ", "q")])
        self.assertEqual(code, FOUND, output)
        self.assertEqual(scalar(database, "SELECT count(first_name) FROM customers"), 0)
        self.assertEqual(output.count("found 1, expected"), 1, output)

    def test_what_is_no_answer_is_asked_for_again(self):
        plan, database = self.sample(rows=10)
        output, code = self.talk(["run", plan, "--bind", f"sqlite:{database}"],
                                 [("(q): ", "perhaps"), ("none of the answers", "d"),
                                  ("what was done", ""), ("needed", "q")])
        self.assertEqual(code, RESTING, output)
        self.assertEqual(output.count("Run this plan on a copy"), 1, output)
        status = self.cli("status", plan, "--bind", f"sqlite:{database}", "--format", "json")
        self.assertEqual(json.loads(status.stdout)["rest"]["node"], "staging")

    def test_stopping_at_a_question(self):
        plan, database = self.sample(rows=100)
        output, code = self.talk(["run", plan, "--bind", f"sqlite:{database}"], [("(q): ", "q")])
        self.assertEqual(code, RESTING, output)
        self.assertIn("whimbrel-cli resume", output)


class BadInput(Case):
    def test_plans_that_cannot_be_read(self):
        good, _ = self.sample(rows=1)
        whole = good.read_bytes()
        for name, content in [("empty", b""), ("truncated", whole[:len(whole) // 2]),
                              ("binary", bytes(range(256)) * 50), ("deep", b"[" * 5000),
                              ("wrong-type", b'{"whimbrel": 1, "nodes": 7}'),
                              ("newer", b'{"whimbrel": 99}')]:
            plan = self.folder / f"{name}.whimbrel"
            plan.write_bytes(content)
            for command in (["validate", plan], ["export", plan, "-o", self.folder / "x.svg"],
                            ["format", plan], ["run", plan, "--bind", "sqlite:x"]):
                done = self.cli(*command, expect=WRONG)
                self.assertIn(str(plan), done.stderr)
            self.assertEqual(plan.read_bytes(), content)

    def test_a_plan_of_200_megabytes(self):
        plan = self.folder / "huge.whimbrel"
        with open(plan, "wb") as file:
            file.write(b'{"whimbrel": 1, "title": "')
            for _ in range(200):
                file.write(b"x" * 1024 * 1024)
            file.write(b'"}')
        done = self.cli("validate", plan, expect=WRONG, timeout=20)
        self.assertIn("64", done.stderr)

    def test_duplicate_ids_and_paths_that_leave(self):
        plan, _ = self.sample(rows=1)
        content = plan.read_bytes()
        edit(plan, lambda made: made["nodes"].append(dict(made["nodes"][0])))
        self.assertIn("start", self.cli("validate", plan, expect=WRONG).stderr)
        plan.write_bytes(content)
        edit(plan, lambda made: [node["action"].update(file="../../../etc/passwd")
                                 for node in made["nodes"] if node["id"] == "expand"])
        self.assertIn("passwd", self.cli("validate", plan, expect=WRONG).stderr)

    def test_sql_that_does_not_end(self):
        plan, database = self.sample(rows=1)
        (plan.parent / "sql" / "010-expand.sql").write_text("CREATE TABLE a (x TEXT DEFAULT 'y",
                                                            encoding="utf-8")
        done = self.cli("run", plan, "--bind", f"sqlite:{database}", *open_fully("split-column"))
        self.assertIn(done.returncode, (FOUND, WRONG))
        self.assertIn("010-expand.sql", done.stdout + done.stderr)

    def test_databases_that_cannot_be_used(self):
        plan, database = self.sample(rows=1)
        other = self.folder / "text.db"
        other.write_text("this is no database, " * 50, encoding="utf-8")
        for path, says in [(self.folder / "missing.db", "missing.db"), (other, "text.db"),
                           (self.folder, str(self.folder))]:
            done = self.cli("run", plan, "--bind", f"primary=sqlite:{path}", "--no-input",
                            expect=UNREACHABLE)
            self.assertIn(says, done.stderr)
        self.assertFalse((self.folder / "missing.db").exists())
        self.assertIn("no database", other.read_text(encoding="utf-8"))

    def test_a_locked_database(self):
        plan, database = self.sample(rows=1)
        import sqlite3
        holder = sqlite3.connect(database)
        holder.execute("BEGIN EXCLUSIVE")
        done = self.cli("run", plan, "--bind", f"primary=sqlite:{database}", "--no-input",
                        expect=UNREACHABLE)
        self.assertIn("sample.db", done.stderr)
        self.assertIn("lock", done.stderr.lower())
        holder.rollback()
        holder.close()
        self.cli("run", plan, "--bind", f"primary=sqlite:{database}", *open_fully("split-column"),
                 expect=GOOD)

    def test_a_read_only_database(self):
        plan, database = self.sample(rows=1)
        os.chmod(database, 0o444)
        before = database.read_bytes()
        done = subprocess.run([*AS_ANYBODY, CLI, "run", plan, "--bind", f"sqlite:{database}",
                               "--no-input"], env=self.env, capture_output=True, text=True,
                              timeout=60, check=False)
        self.assertEqual(done.returncode, UNREACHABLE, done.stderr)
        self.assertIn("sample.db", done.stderr)
        self.assertEqual(database.read_bytes(), before)

    def small_disk(self, size):
        """Mounts a disk of that many bytes; the test fails where it may not."""
        disk = self.folder / "disk"
        disk.mkdir()
        owner = f",uid={os.geteuid()},gid={os.getegid()}" if AS_ROOT else ""
        mounted = subprocess.run([*AS_ROOT, "mount", "-t", "tmpfs", "-o", f"size={size}{owner}",
                                  "tmpfs", disk], capture_output=True, text=True, check=False)
        self.assertEqual(mounted.returncode, 0, "A small disk could not be mounted: run the tests "
                         "as root, with sudo that asks nothing, or inside \"unshare -rm\"; a "
                         "container needs --cap-add SYS_ADMIN.\n" + mounted.stderr)
        self.addCleanup(subprocess.run, [*AS_ROOT, "umount", disk], check=False)
        return disk

    def test_a_full_disk(self):
        plan, database = self.sample(rows=3000)
        disk = self.small_disk(database.stat().st_size + 300 * 1024)
        small = disk / "sample.db"
        shutil.copy(database, small)
        edit(plan, lambda made: [node.update(action={"type": "manual", "instructions": "copy it"})
                                 for node in made["nodes"] if node["kind"] == "backup"])
        answers = [*open_fully("split-column"), "--confirm", "backup:done elsewhere"]
        done = self.cli("run", plan, "--bind", f"primary=sqlite:{small}", *answers)
        self.assertIn(done.returncode, (FOUND, UNREACHABLE), done.stdout + done.stderr)
        self.assertIn("full", (done.stdout + done.stderr).lower())
        # With room again it goes on, or begins, and nothing is lost.
        subprocess.run([*AS_ROOT, "mount", "--options-mode=ignore", "-o",
                        "remount,size=64m", disk], check=True)
        status = self.cli("status", plan, "--bind", f"primary=sqlite:{small}", "--format", "json")
        again = "resume" if status.returncode in (FOUND, RESTING) else "run"
        state = json.loads(status.stdout) if again == "resume" else {}
        node = state.get("rest", {}).get("node", "fill")
        self.cli(again, plan, "--bind", f"primary=sqlite:{small}", *answers, "--confirm",
                 "late-backup:done elsewhere", *(["--decide", f"{node}=retry:there is room again"]
                                                 if again == "resume" else []), expect=GOOD)

    def test_a_plan_edited_half_way(self):
        plan, database = self.sample(rows=50)
        bind = ["--bind", f"sqlite:{database}"]
        self.cli("run", plan, *bind, "--to", "go-switch", *open_fully("split-column"),
                 expect=RESTING)
        fill = plan.parent / "sql" / "070-drop.sql"
        fill.write_text(fill.read_text(encoding="utf-8")
                        + "CREATE TABLE added_later (x INTEGER);\n", encoding="utf-8")
        done = self.cli("run", plan, *bind, *open_fully("split-column"))
        self.assertNotIn(done.returncode, (GOOD, RESTING), done.stdout)
        self.cli("resume", plan, *bind, "--adopt-edits", "one more table", "--to", "go-hide",
                 *open_fully("split-column"), expect=RESTING)
        self.cli("resume", plan, *bind, *open_fully("split-column"), expect=GOOD)
        self.assertEqual(scalar(database, "SELECT count(*) FROM added_later"), 0)

    def test_two_runners_at_once(self):
        plan, database = self.sample(rows=10)
        edit(plan, lambda made: [node.update(holdMs=60000) for node in made["nodes"]
                                 if node["id"] == "reads-watched"])
        bind = ["--bind", f"sqlite:{database}"]
        first = self.start("run", plan, *bind, "--wait", "1 h", *open_fully("split-column"))
        self.addCleanup(first.kill)
        for line in first.stdout:
            if "reads-watched" in line:
                break
        for command in ("run", "resume", "rollback"):
            done = self.cli(command, plan, *bind, "--no-input", expect=UNREACHABLE)
            self.assertIn("sample.db", done.stderr)
        self.cli("status", plan, *bind, expect=RESTING)
        first.send_signal(signal.SIGTERM)
        first.communicate(timeout=20)
        self.assertEqual(first.returncode, RESTING)


if __name__ == "__main__":
    unittest.main()
