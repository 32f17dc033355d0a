# SPDX-FileCopyrightText: Whimbrel contributors
# SPDX-License-Identifier: Apache-2.0
"""Stands between a runner and its database server, counts the changes that the runner sends, and
does a chosen harm at a chosen one: exactly at the boundary of two statements, or in the midst of one."""

import contextlib
import socket
import threading


# Between two of these nothing happens that an end of either side could tear apart.
LOOKS = (b"SELECT", b"SET", b"RESET", b"SHOW", b"WITH")


def is_change(sql):
    """Whether the statement writes, begins or ends something."""
    return not sql.lstrip().upper().startswith(LOOKS)


class PostgresqlCounting:
    """https://www.postgresql.org/docs/15/protocol-message-formats.html: Query, Parse."""

    def __call__(self, data):
        if data[:1] == b"Q":
            return is_change(data[5:])
        if data[:1] == b"P":
            return is_change(data[data.index(b"\0", 5) + 1:])
        return False


class MysqlCounting:
    """https://mariadb.com/kb/en/clientserver-protocol/: COM_QUERY, COM_STMT_PREPARE and _EXECUTE."""

    def __init__(self):
        self.prepared = False  # what is executed next was prepared as a change

    def __call__(self, data):
        counts, at = False, 0
        while at + 5 <= len(data):
            length, sequence = int.from_bytes(data[at:at + 3], "little"), data[at + 3]
            command, text = data[at + 4], data[at + 5:at + 4 + length]
            if sequence == 0 and command == 0x03:
                counts = counts or is_change(text)
            elif sequence == 0 and command == 0x16:
                self.prepared = is_change(text)
            elif sequence == 0 and command == 0x17:
                counts = counts or self.prepared
            at += 4 + length
        return counts


class Link:
    """One connection of the runner, with the one that stands for it at the server."""

    def __init__(self, number, client, server, counts):
        self.number = number
        self.counts = counts
        self.client = client
        self.server = server
        self.port = server.getsockname()[1]  # by which the server knows the session
        self.sent = 0  # changes that the runner has sent
        self.swallow = None  # the trap that waits for the answer

    def cut(self):
        for end in (self.client, self.server):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)  # whoever reads there closes it


class Trap:
    """At statement `at` of connection `link` (or the first one that has the bytes `at` in it, on
    whichever connection): `harm(link)` is called before it is passed on
    ("before"), behind it ("after"), or once its answer is there, which the runner never sees
    ("answered")."""

    def __init__(self, link, at, when, harm):
        self.link, self.at, self.when, self.harm = link, at, when, harm
        self.sprung = False


class Proxy:
    def __init__(self, port, counting):
        self.counting = counting
        self.target = ("127.0.0.1", port)
        self.links = []
        self.trap = None
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self):
        self.listener.close()
        self.forget()

    def forget(self):
        """Begins to count anew."""
        self.trap = None
        for link in self.links:
            link.cut()
        self.links = []

    def busiest(self):
        """The connection over which most was said: the one that works."""
        return max(self.links, key=lambda link: link.sent)

    def _accept(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            try:
                server = socket.create_connection(self.target, timeout=10)
            except OSError:
                client.close()  # as the server itself would do
                continue
            for end in (client, server):
                end.settimeout(None)
                end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            link = Link(len(self.links), client, server, self.counting())
            self.links.append(link)
            threading.Thread(target=self._up, args=(link,), daemon=True).start()
            threading.Thread(target=self._down, args=(link,), daemon=True).start()

    def _sprung(self, link, data):
        trap = self.trap
        if not trap or trap.sprung:
            return None
        if isinstance(trap.at, bytes):
            trap.sprung = trap.at in data
        else:
            trap.sprung = link.number == trap.link and link.sent == trap.at
        return trap if trap.sprung else None

    def _up(self, link):
        with contextlib.suppress(OSError):
            while data := link.client.recv(1 << 16):
                trap = None
                if link.counts(data):
                    link.sent += 1
                    trap = self._sprung(link, data)
                if trap and trap.when == "before":
                    trap.harm(link)
                if trap and trap.when == "answered":
                    link.swallow = trap
                link.server.sendall(data)
                if trap and trap.when == "after":
                    trap.harm(link)
        link.cut()
        link.client.close()

    def _down(self, link):
        with contextlib.suppress(OSError):
            while data := link.server.recv(1 << 16):
                if link.swallow:
                    link.swallow.harm(link)
                    break
                link.client.sendall(data)
        link.cut()
        link.server.close()
