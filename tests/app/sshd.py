# SPDX-FileCopyrightText: Whimbrel contributors
# SPDX-License-Identifier: Apache-2.0
"""An OpenSSH server of the test's own: on loopback, on a free port, with its own keys, in a folder
that goes with it. The system's server is neither used nor touched."""

import getpass
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import time


def free_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


class Sshd:
    """Runs until stop(); `config` is what a client is given with ssh -F, for the host "db"."""

    def __init__(self, folder, environment):
        program = shutil.which("sshd", path=os.environ.get("PATH", "") + ":/usr/sbin:/sbin")
        if program is None:
            raise AssertionError("sshd is not here: install openssh-server.")
        self.folder = pathlib.Path(folder)
        self.folder.mkdir(parents=True)
        self.folder.chmod(0o700)
        self.port = free_port()
        for name in ("host", "client"):
            subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f",
                            self.folder / name], check=True)
        shutil.copy(self.folder / "client.pub", self.folder / "authorized")
        (self.folder / "authorized").chmod(0o600)
        known = (self.folder / "host.pub").read_text(encoding="utf-8")
        (self.folder / "known").write_text(f"[127.0.0.1]:{self.port} {known}", encoding="utf-8")
        if os.geteuid() == 0:
            os.makedirs("/run/sshd", mode=0o755, exist_ok=True)
        variables = " ".join(f'"{key}={value}"' for key, value in environment.items())
        (self.folder / "sshd_config").write_text(
            f"Port {self.port}\nListenAddress 127.0.0.1\nHostKey {self.folder}/host\n"
            f"AuthorizedKeysFile {self.folder}/authorized\nStrictModes no\nUsePAM no\n"
            f"PidFile {self.folder}/pid\nPasswordAuthentication no\n"
            f"KbdInteractiveAuthentication no\nSetEnv {variables}\n", encoding="utf-8")
        self.config = self.folder / "ssh_config"
        self.config.write_text(
            f"Host db\n  HostName 127.0.0.1\n  Port {self.port}\n  User {getpass.getuser()}\n"
            f"  IdentityFile {self.folder}/client\n  IdentitiesOnly yes\n"
            f"  UserKnownHostsFile {self.folder}/known\n  StrictHostKeyChecking yes\n",
            encoding="utf-8")
        self.log = open(self.folder / "log", "wb")
        self.process = subprocess.Popen(
            [program, "-D", "-e", "-f", self.folder / "sshd_config"], stderr=self.log)
        self.wait()

    def wait(self):
        until = time.monotonic() + 10
        while time.monotonic() < until:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            if self.process.poll() is not None:
                break
            time.sleep(0.05)
        raise AssertionError("sshd did not start: "
                             + (self.folder / "log").read_text(encoding="utf-8"))

    def connections(self):
        """The server's processes for connections: its children and theirs."""
        found = []
        for folder in pathlib.Path("/proc").glob("[0-9]*"):
            try:
                status = (folder / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()
                name = (folder / "comm").read_text(encoding="utf-8").strip()
            except OSError:
                continue
            found.append((int(folder.name), int(status[1]), name))
        below = {self.process.pid}
        for _ in range(3):
            below |= {pid for pid, parent, name in found if parent in below and name == "sshd"}
        return sorted(below - {self.process.pid})

    def cut(self):
        """Ends all connections at once, as a cable that is pulled; gives how many there were."""
        cut = self.connections()
        for pid in cut:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
        return len(cut)

    def stop(self):
        self.cut()
        self.process.terminate()
        self.process.wait()
        self.log.close()
