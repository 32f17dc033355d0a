#!/usr/bin/env python3
# SPDX-FileCopyrightText: Whimbrel contributors
# SPDX-License-Identifier: Apache-2.0
"""Database servers for tests: PostgreSQL with a streaming replica and a pooler, and MariaDB. See README.md.

They live in a temporary folder, listen on free loopback ports and on sockets, and touch nothing of
the system's own servers. DIR/servers.json says where they are; it is the only thing in DIR.
"""

import argparse
import contextlib
import grp
import json
import os
import pathlib
import pwd
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

PASSWORDS = {"app": "app's p@ss/word:1", "secure": "only-over-tls"}
STARTING = 60  # seconds that a server may take to answer
STOPPING = 20  # seconds that a server may take to end before it is killed


class Trouble(Exception):
    """What went wrong, as a sentence for the person who wants servers."""


# -- Processes ------------------------------------------------------------------------------------

def started_at(pid):
    """When a process began, in the kernel's ticks: with the pid it names a process for ever."""
    try:
        stat = pathlib.Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    fields = stat.rpartition(")")[2].split()
    return None if fields[0] == "Z" else int(fields[19])


def is_running(process):
    return bool(process) and started_at(process["pid"]) == process["began"]


def send(process, number):
    if is_running(process):
        with contextlib.suppress(ProcessLookupError):
            os.kill(process["pid"], number)


def wait_gone(process, seconds):
    try:
        handle = os.pidfd_open(process["pid"])
    except ProcessLookupError:
        return True
    with os.fdopen(handle):
        if not is_running(process):
            return True
        waiting = select.poll()
        waiting.register(handle, select.POLLIN)
        return bool(waiting.poll(seconds * 1000))


def end(process, number):
    """Ends a process: by `number`, and by SIGKILL if that takes too long."""
    send(process, signal.SIGCONT)
    send(process, number)
    if is_running(process) and not wait_gone(process, STOPPING):
        send(process, signal.SIGKILL)
        wait_gone(process, STOPPING)


def children_of(process):
    """The processes that a server started itself."""
    children = []
    for stat in pathlib.Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            fields = stat.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
            if int(fields[1]) == process["pid"] and fields[0] != "Z":
                children.append({"pid": int(stat.parent.name), "began": int(fields[19])})
    return children


class Account:
    """The user whom a server runs as: the package's own where we are root, ourselves elsewhere."""

    def __init__(self, name):
        self.options = {}
        if os.geteuid() == 0:
            try:
                entry = pwd.getpwnam(name)
            except KeyError as error:
                raise Trouble(f"There is no user {name}; its server's package makes it.") from error
            self.options = {"user": entry.pw_uid, "group": entry.pw_gid,
                            "extra_groups": [g.gr_gid for g in grp.getgrall() if name in g.gr_mem]}
            self.uid, self.gid = entry.pw_uid, entry.pw_gid
        else:
            self.uid, self.gid = os.geteuid(), os.getegid()

    def folder(self, path):
        path.mkdir(mode=0o755)
        os.chown(path, self.uid, self.gid)
        return path

    def run(self, command, **more):
        done = subprocess.run([str(part) for part in command], stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                              cwd="/", check=False, **self.options, **more)
        if done.returncode:
            raise Trouble(f"{command[0]} failed ({done.returncode}):\n{done.stdout}")

    def start(self, command, log):
        """Starts a server that outlives us; what it says goes to `log`."""
        with open(log, "ab") as output:
            server = subprocess.Popen([str(part) for part in command], stdin=subprocess.DEVNULL,
                                      stdout=output, stderr=output, cwd="/",
                                      start_new_session=True, **self.options)
        return {"pid": server.pid, "began": started_at(server.pid)}, server


def program(name, *folders):
    found = shutil.which(name) or shutil.which(name, path=os.pathsep.join(map(str, folders)))
    if not found:
        raise Trouble(f"{name} is not here. packaging/test installs it; see packaging/lib.sh.")
    return pathlib.Path(found)


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def wait_until(answers, server, log, what):
    """Waits until a new server answers. It looks often: nothing tells us when it is ready."""
    until = time.monotonic() + STARTING
    while not answers():
        if server.poll() is not None or time.monotonic() > until:
            server.kill()
            tail = pathlib.Path(log).read_text(encoding="utf-8", errors="replace")[-2000:]
            raise Trouble(f"{what} did not start:\n{tail}")
        time.sleep(0.05)


def answers_tcp(port):
    with socket.socket() as one:
        one.settimeout(1)
        return one.connect_ex(("127.0.0.1", port)) == 0



# -- Certificate ----------------------------------------------------------------------------------

def make_certificate(folder):
    """A certificate that signs itself, for localhost, and one that nobody trusts."""
    for name in ("server", "other"):
        done = subprocess.run(
            [program("openssl"), "req", "-x509", "-newkey", "ec", "-pkeyopt",
             "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj", "/CN=localhost",
             "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1,IP:::1",
             "-keyout", folder / f"{name}.key", "-out", folder / f"{name}.crt"],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
        if done.returncode:
            raise Trouble("openssl could not make a certificate:\n" + done.stdout.decode())


def own_certificate(account, source, folder):
    for name in ("server.crt", "server.key"):
        shutil.copy(source / name, folder / name)
        os.chown(folder / name, account.uid, account.gid)
        (folder / name).chmod(0o600)


# -- PostgreSQL -----------------------------------------------------------------------------------

PG_HBA = """\
local   replication postgres                 trust
local   all         all                      trust
host    replication postgres 127.0.0.1/32    trust
host    all         postgres 127.0.0.1/32    trust
host    all         postgres ::1/128         trust
hostssl all         secure   127.0.0.1/32    scram-sha-256
host    all         secure   127.0.0.1/32    reject
host    all         all      127.0.0.1/32    scram-sha-256
host    all         all      ::1/128         scram-sha-256
"""

PG_SETTINGS = """\
listen_addresses = '127.0.0.1,::1'
port = {port}
unix_socket_directories = '{sockets}'
wal_level = replica
hot_standby = on
wal_keep_size = 2GB
wal_retrieve_retry_interval = 500ms
fsync = {fsync}
full_page_writes = {fsync}
ssl = on
ssl_cert_file = '{folder}/server.crt'
ssl_key_file = '{folder}/server.key'
max_connections = 100
max_prepared_transactions = 10
lc_messages = 'C'
"""


def quoted_sql(text):
    return "'" + text.replace("'", "''") + "'"


class Postgresql:
    name = "postgresql"
    kill_signal = signal.SIGQUIT  # no checkpoint: nothing of it is wanted again

    def __init__(self, folder):
        self.folder = folder / self.name
        self.account = Account("postgres")
        self.programs = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin"),
                               key=lambda path: int(path.parent.name), reverse=True)

    def tool(self, name):
        return program(name, *self.programs)

    def settings(self, port, durable):
        text = PG_SETTINGS.format(port=port, sockets=self.folder, folder=self.folder,
                                  fsync="on" if durable else "off")
        with open(self.folder / "data/postgresql.auto.conf", "a", encoding="utf-8") as file:
            file.write(text)

    def make(self, certificates, port, durable):
        self.account.folder(self.folder)
        own_certificate(self.account, certificates, self.folder)
        self.account.run([self.tool("initdb"), "-D", self.folder / "data", "-U", "postgres",
                          "--encoding=UTF8", "--locale=C.UTF-8", "--auth=trust", "--no-sync"])
        (self.folder / "data/pg_hba.conf").write_text(PG_HBA, encoding="utf-8")
        self.settings(port, durable)

    def start(self, port):
        log = self.folder / "log"
        process, server = self.account.start(
            [self.tool("postgres"), "-D", self.folder / "data"], log)
        wait_until(lambda: subprocess.run(
            [self.tool("pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(port)],
            check=False).returncode == 0, server, log, self.name)
        return process

    def fill(self, port):
        lines = ["CREATE DATABASE whimbrel;"]
        for user, password in PASSWORDS.items():
            lines.append(f"CREATE ROLE {user} LOGIN PASSWORD {quoted_sql(password)};")
        lines.append("GRANT ALL ON DATABASE whimbrel TO app, secure;")
        lines.append("\\connect whimbrel\nGRANT ALL ON SCHEMA public TO app, secure;")
        self.account.run([self.tool("psql"), "-X", "-q", "-v", "ON_ERROR_STOP=1", "-h", self.folder,
                          "-p", port, "-U", "postgres", "-d", "postgres"]
                         + [part for line in lines for each in line.split("\n")
                            for part in ("-c", each)])

    def forget(self):
        """Takes away the marks of a server that is known to be dead: where nobody collects dead
        processes they would keep the next one from starting."""
        for mark in (self.folder / "data/postmaster.pid", *self.folder.glob(".s.PGSQL.*.lock")):
            mark.unlink(missing_ok=True)

    def described(self, port, process):
        return {"url": f"postgresql://postgres@127.0.0.1:{port}/whimbrel", "host": "127.0.0.1",
                "port": port, "sockets": str(self.folder), "data": str(self.folder / "data"),
                "log": str(self.folder / "log"), "process": process}


class Replica(Postgresql):
    name = "replica"

    def copy(self, primary, primary_port, certificates, port, durable):
        self.account.folder(self.folder)
        own_certificate(self.account, certificates, self.folder)
        self.account.run([self.tool("pg_basebackup"), "-D", self.folder / "data", "-R",
                          "-h", primary.folder, "-p", primary_port, "-U", "postgres",
                          "-X", "stream", "--checkpoint=fast", "--no-sync"])
        self.settings(port, durable)

    def wait_streaming(self, primary, primary_port):
        """Waits until the primary has the replica in its list: before, nothing is known of it."""
        asked = [self.tool("psql"), "-XAt", "-h", primary.folder, "-p", str(primary_port),
                 "-U", "postgres", "-d", "postgres", "-c",
                 "SELECT count(*) FROM pg_stat_replication WHERE state = 'streaming'"]
        until = time.monotonic() + STARTING
        while subprocess.run([str(part) for part in asked], stdout=subprocess.PIPE, text=True,
                             check=False).stdout.strip() == "0":
            if time.monotonic() > until:
                tail = (self.folder / "log").read_text(encoding="utf-8", errors="replace")[-2000:]
                raise Trouble(f"The replica does not follow its primary:\n{tail}")
            time.sleep(0.05)


# -- PgBouncer ------------------------------------------------------------------------------------

POOLER_SETTINGS = """[databases]
session = host={sockets} port={backend} dbname=whimbrel user=postgres pool_mode=session
shared = host={sockets} port={backend} dbname=whimbrel user=postgres pool_mode=transaction
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = any
default_pool_size = 5
server_lifetime = 60
"""


class Pooler:
    """PgBouncer before PostgreSQL: its database "session" keeps a session of the server for each
    client, "shared" gives it to whoever begins a transaction."""
    name = "pooler"
    kill_signal = signal.SIGTERM

    def __init__(self, folder):
        self.folder = folder / self.name
        self.account = Account("postgres")

    def make(self, primary, port, backend):
        self.account.folder(self.folder)
        (self.folder / "ini").write_text(POOLER_SETTINGS.format(
            sockets=primary.folder, backend=backend, port=port), encoding="utf-8")

    def start(self, port):
        log = self.folder / "log"
        process, server = self.account.start(
            [program("pgbouncer", "/usr/sbin"), self.folder / "ini"], log)
        wait_until(lambda: answers_tcp(port), server, log, self.name)
        return process

    def forget(self):
        """Leaves nothing."""

    def described(self, port, process):
        return {"url": f"postgresql://postgres@127.0.0.1:{port}/session", "host": "127.0.0.1",
                "port": port, "log": str(self.folder / "log"), "process": process}


# -- MariaDB --------------------------------------------------------------------------------------

class Mariadb:
    name = "mariadb"
    kill_signal = signal.SIGTERM

    def __init__(self, folder, more=()):
        self.folder = folder / self.name
        self.account = Account("mysql")
        self.more = more  # options beside the usual ones, kept in its folder

    def options(self, port):
        more = (self.folder / "options").read_text(encoding="utf-8").split()
        # Stock settings, so that what tests see is what people have; only the log is not forced to
        # disk at every commit, which no end of the process can show.
        return ["--no-defaults", f"--datadir={self.folder}/data", f"--port={port}",
                f"--socket={self.folder}/sock", f"--pid-file={self.folder}/pid",
                # Its own: a server that starts deletes every #sql file it finds there.
                f"--tmpdir={self.folder}/tmp",
                "--bind-address=127.0.0.1", "--character-set-server=utf8mb4",
                f"--ssl-cert={self.folder}/server.crt", f"--ssl-key={self.folder}/server.key",
                "--innodb-flush-log-at-trx-commit=2", *more]

    def make(self, certificates, _port, _durable):
        self.account.folder(self.folder)
        self.account.folder(self.folder / "tmp")
        own_certificate(self.account, certificates, self.folder)
        self.account.run([program("mariadb-install-db"), "--no-defaults", "--skip-test-db",
                          "--skip-name-resolve", "--auth-root-authentication-method=normal",
                          f"--datadir={self.folder}/data"])
        users = ["CREATE DATABASE IF NOT EXISTS whimbrel;"]
        for user, password in PASSWORDS.items():
            tls = " REQUIRE SSL" if user == "secure" else ""
            users.append(f"CREATE USER IF NOT EXISTS {user}@'%' IDENTIFIED BY "
                         f"{quoted_sql(password)}{tls};")
            users.append(f"GRANT ALL ON whimbrel.* TO {user}@'%';")
        (self.folder / "users.sql").write_text("\n".join(users) + "\n", encoding="utf-8")
        (self.folder / "options").write_text("\n".join(self.more), encoding="utf-8")

    def start(self, port):
        log = self.folder / "log"
        process, server = self.account.start(
            [program("mariadbd", "/usr/sbin"), *self.options(port),
             f"--init-file={self.folder}/users.sql"], log)
        wait_until(lambda: answers_tcp(port), server, log, self.name)
        return process

    def fill(self, port):
        """All is in users.sql, which the server reads as it starts."""

    def forget(self):
        """Its files are locked by the kernel, which forgets by itself."""

    def described(self, port, process):
        return {"url": f"mysql://root@127.0.0.1:{port}/whimbrel", "host": "127.0.0.1",
                "port": port, "socket": str(self.folder / "sock"),
                "data": str(self.folder / "data"), "log": str(self.folder / "log"),
                "process": process}


class MariadbReplica(Mariadb):
    name = "mariadb-replica"

    def say(self, port, statement):
        done = subprocess.run([program("mariadb"), "--no-defaults", "--host=127.0.0.1",
                               f"--port={port}", "--user=root", "--execute", statement],
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                              check=False)
        if done.returncode:
            raise Trouble(f"{self.name}: {statement} failed:\n{done.stdout}")
        return done.stdout

    def follow(self, primary_port, port):
        """All that the primary has ever done is done here too; both began with the same."""
        self.say(port, f"CHANGE MASTER TO MASTER_HOST = '127.0.0.1', MASTER_PORT = {primary_port}, "
                       "MASTER_USER = 'root', MASTER_USE_GTID = slave_pos; START SLAVE")
        until = time.monotonic() + STARTING
        while (told := self.say(port, "SHOW SLAVE STATUS\\G")).count("_Running: Yes") < 2:
            if time.monotonic() > until:
                raise Trouble(f"{self.name} does not follow its primary:\n{told}")
            time.sleep(0.05)


SERVERS = {each.name: each
           for each in (Postgresql, Replica, Pooler, Mariadb, MariadbReplica)}
# What each of these stands beside.
BESIDE = {"replica": "postgresql", "pooler": "postgresql", "mariadb-replica": "mariadb"}


# -- Commands -------------------------------------------------------------------------------------

def list_of(directory):
    return directory / "servers.json"


def read_list(directory):
    try:
        return json.loads(list_of(directory).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None


def write_list(directory, state):
    variables = {"postgresql": "WHIMBREL_TEST_POSTGRESQL", "replica": "WHIMBREL_TEST_REPLICA",
                 "pooler": "WHIMBREL_TEST_POOLER", "mariadb": "WHIMBREL_TEST_MARIADB",
                 "mariadb-replica": "WHIMBREL_TEST_MARIADB_REPLICA"}
    state["environment"] = {variables[name]: server["url"]
                            for name, server in state["servers"].items()}
    directory.mkdir(parents=True, exist_ok=True)
    aside = list_of(directory).with_suffix(".new")
    aside.write_text(json.dumps(state, indent=2) + "\n", encoding="utf-8")
    aside.rename(list_of(directory))


def bring_up(server, *arguments):
    """Makes a server on a free port. Another program may take the port first; then once more."""
    for attempt in range(3):
        port = free_port()
        try:
            server.make(*arguments[:1], port, *arguments[1:])
            return port, server.start(port)
        except Trouble:
            if attempt == 2:
                raise
            shutil.rmtree(server.folder, ignore_errors=True)
    raise AssertionError


def start(directory, names, durable, owner):
    stop(directory)
    folder = pathlib.Path(tempfile.mkdtemp(prefix="whimbrel-servers-", dir="/tmp"))
    folder.chmod(0o755)
    state = {"folder": str(folder), "certificate": str(folder / "server.crt"),
             "otherCertificate": str(folder / "other.crt"), "passwords": PASSWORDS, "servers": {}}
    try:
        make_certificate(folder)
        if "postgresql" in names:
            primary = Postgresql(folder)
            port, process = bring_up(primary, folder, durable)
            state["servers"]["postgresql"] = primary.described(port, process)
            write_list(directory, state)
            primary.fill(port)
            if "replica" in names:
                replica, own_port = Replica(folder), free_port()
                replica.copy(primary, port, folder, own_port, durable)
                state["servers"]["replica"] = replica.described(
                    own_port, replica.start(own_port))
                write_list(directory, state)
                replica.wait_streaming(primary, port)
            if "pooler" in names:
                pooler = Pooler(folder)
                own_port, process = bring_up(pooler, primary, port)
                state["servers"]["pooler"] = pooler.described(own_port, process)
        if "mariadb" in names:
            followed = "mariadb-replica" in names
            mariadb = Mariadb(folder, ("--server-id=1", "--log-bin=binlog") if followed else ())
            port, process = bring_up(mariadb, folder, durable)
            state["servers"]["mariadb"] = mariadb.described(port, process)
            if followed:
                write_list(directory, state)
                replica = MariadbReplica(folder, ("--server-id=2", "--read-only"))
                own_port, process = bring_up(replica, folder, durable)
                state["servers"][replica.name] = replica.described(own_port, process)
                write_list(directory, state)
                replica.follow(port, own_port)
        write_list(directory, state)
    except BaseException:
        write_list(directory, state)
        stop(directory)
        raise
    if owner:
        watcher = subprocess.Popen(
            [sys.executable, __file__, "watch", str(directory), "--owner", str(owner)],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            start_new_session=True)
        state["watcher"] = {"pid": watcher.pid, "began": started_at(watcher.pid)}
        write_list(directory, state)
    return state


def stop(directory):
    state = read_list(directory)
    if state is None:
        return
    if state.get("watcher", {}).get("pid") != os.getpid():
        send(state.get("watcher"), signal.SIGTERM)
    for name in reversed(SERVERS):
        if name in state["servers"]:
            end(state["servers"][name]["process"], SERVERS[name].kill_signal)
    folder = pathlib.Path(state["folder"])
    if folder.name.startswith("whimbrel-servers-"):
        shutil.rmtree(folder, ignore_errors=True)
    list_of(directory).unlink(missing_ok=True)


def one_of(directory, name):
    state = read_list(directory)
    if state is None or name not in state["servers"]:
        raise Trouble(f"No server {name} was started in {directory}.")
    return state, state["servers"][name], SERVERS[name](pathlib.Path(state["folder"]))


def kill(directory, name):
    """The server dies as if its machine had lost power, its sessions with it."""
    _, described, server = one_of(directory, name)
    family = [described["process"], *children_of(described["process"])]
    for each in family:
        send(each, signal.SIGKILL)
    for each in family:
        wait_gone(each, STOPPING)
    server.forget()


def restart(directory, name, how):
    state, described, server = one_of(directory, name)
    end(described["process"], signal.SIGINT if how == "fast" else server.kill_signal)
    described["process"] = server.start(described["port"])
    write_list(directory, state)


def watch(directory, owner):
    """Stops the servers when the process that wanted them has gone, however it went."""
    with contextlib.suppress(ProcessLookupError):
        with os.fdopen(os.pidfd_open(owner)) as handle:
            waiting = select.poll()
            waiting.register(handle, select.POLLIN)
            waiting.poll()
    stop(directory)


def run(directory, names, durable, command):
    state = start(directory, names, durable, os.getpid())
    try:
        environment = {**os.environ, **state["environment"],
                       "WHIMBREL_TEST_SERVERS": str(list_of(directory))}
        return subprocess.run(command, env=environment, check=False).returncode
    finally:
        stop(directory)


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    for name, text in (("start", "start servers and write DIR/servers.json"),
                       ("run", "start servers, run the command behind --, stop them"),
                       ("stop", "stop what was started in DIR and remove its data"),
                       ("kill", "kill one server"),
                       ("restart", "end one server, however it is, and start it again"),
                       ("watch", argparse.SUPPRESS)):
        one = commands.add_parser(name, help=text)
        one.add_argument("dir", metavar="DIR", type=pathlib.Path)
        if name in ("start", "run"):
            one.add_argument("--only", metavar="NAMES", default="postgresql,replica,pooler,mariadb",
                             help="some of postgresql,replica,pooler,mariadb,mariadb-replica")
            one.add_argument("--durable", action="store_true",
                             help="PostgreSQL forces its log to disk")
        if name == "start":
            one.add_argument("--for-parent", action="store_true",
                             help="stop them when the process that calls this ends")
        if name in ("kill", "restart"):
            one.add_argument("name", choices=list(SERVERS))
        if name == "restart":
            one.add_argument("--how", choices=["immediate", "fast"], default="immediate",
                             help="PostgreSQL ends without or with a checkpoint")
        if name == "watch":
            one.add_argument("--owner", type=int, required=True)
    arguments, command = sys.argv[1:], []
    if "--" in arguments:
        at = arguments.index("--")
        arguments, command = arguments[:at], arguments[at + 1:]
    given = parser.parse_args(arguments)
    if (given.command == "run") != bool(command):
        parser.error("run takes a command behind --, the others take none")
    directory = given.dir.absolute()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        if given.command in ("start", "run"):
            names = set(given.only.split(","))
            alone = [name for name in names if BESIDE.get(name, name) not in names]
            if names - set(SERVERS) or alone:
                raise Trouble("--only takes postgresql, replica and pooler (with postgresql), mariadb "
                              "and mariadb-replica (with mariadb).")
        if given.command == "start":
            state = start(directory, names, given.durable,
                          os.getppid() if given.for_parent else None)
            for variable, url in state["environment"].items():
                print(f"export {variable}={url}")
            print(f"export WHIMBREL_TEST_SERVERS={list_of(directory)}")
        elif given.command == "run":
            return run(directory, names, given.durable, command)
        elif given.command == "stop":
            stop(directory)
        elif given.command == "kill":
            kill(directory, given.name)
        elif given.command == "restart":
            restart(directory, given.name, given.how)
        else:
            watch(directory, given.owner)
    except Trouble as trouble:
        print(f"servers.py: {trouble}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
