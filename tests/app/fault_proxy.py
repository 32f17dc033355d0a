# SPDX-FileCopyrightText: Whimbrel contributors
# SPDX-License-Identifier: Apache-2.0
"""Stands between a runner and its database server, counts what the runner sends, and does a chosen
harm at a chosen message: exactly at the boundary of two statements, or in the midst of one."""

import contextlib
import socket
import threading


class Link:
    """One connection of the runner, with the one that stands for it at the server."""

    def __init__(self, number, client, server):
        self.number = number
        self.client = client
        self.server = server
        self.port = server.getsockname()[1]  # by which the server knows the session
        self.sent = 0  # messages of the runner
        self.swallow = None  # the trap that waits for the answer

    def cut(self):
        for end in (self.client, self.server):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)  # whoever reads there closes it


class Trap:
    """At message `at` of connection `link`: `harm(link)` is called before the message is passed on
    ("before"), behind it ("after"), or once its answer is there, which the runner never sees
    ("answered")."""

    def __init__(self, link, at, when, harm):
        self.link, self.at, self.when, self.harm = link, at, when, harm
        self.sprung = False


class Proxy:
    def __init__(self, port):
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
            link = Link(len(self.links), client, server)
            self.links.append(link)
            threading.Thread(target=self._up, args=(link,), daemon=True).start()
            threading.Thread(target=self._down, args=(link,), daemon=True).start()

    def _sprung(self, link):
        trap = self.trap
        if trap and not trap.sprung and link.number == trap.link and link.sent == trap.at:
            trap.sprung = True
            return trap
        return None

    def _up(self, link):
        with contextlib.suppress(OSError):
            while data := link.client.recv(1 << 16):
                link.sent += 1
                trap = self._sprung(link)
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
