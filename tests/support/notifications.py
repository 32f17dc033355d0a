# SPDX-FileCopyrightText: Whimbrel contributors
# SPDX-License-Identifier: Apache-2.0
"""Stands for a desktop: owns org.freedesktop.Notifications on the session's bus, says "ready", and
writes every notice that it is told to show as one JSON line."""

import json

import dbus
import dbus.mainloop.glib
import dbus.service
from gi.repository import GLib

NAME = "org.freedesktop.Notifications"


class Desktop(dbus.service.Object):
    def __init__(self, bus):
        super().__init__(dbus.service.BusName(NAME, bus), "/org/freedesktop/Notifications")
        self.shown = 0

    @dbus.service.method(NAME, in_signature="susssasa{sv}i", out_signature="u")
    def Notify(self, program, replaces, icon, summary, body, actions, hints, timeout):
        self.shown += 1
        print(json.dumps({"program": str(program), "replaces": int(replaces),
                          "summary": str(summary), "body": str(body),
                          "urgency": int(hints.get("urgency", -1))}), flush=True)
        return dbus.UInt32(replaces or self.shown)


dbus.mainloop.glib.DBusGMainLoop(set_as_default=True)
desktop = Desktop(dbus.SessionBus())
print("ready", flush=True)
GLib.MainLoop().run()
