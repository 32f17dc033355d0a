#!/usr/bin/env python3
# SPDX-FileCopyrightText: Whimbrel contributors
# SPDX-License-Identifier: Apache-2.0
"""Prints a sequence diagram of a plan file as Mermaid's text, as near as Mermaid comes to it, so that both can be
drawn and looked at side by side: mermaid_sequence.py PLAN [ID]. States become notes, strict and neg become opt,
a reference becomes a note; ranges have no counterpart."""

import json
import pathlib
import sys

ARROWS = {"sync": "->>", "async": "-)", "reply": "-->>", "create": "->>", "destroy": "-x", "lost": "-x", "found": "->>"}
OPERATORS = {"alt": ("alt", "else"), "par": ("par", "and"), "critical": ("critical", "option"), "loop": ("loop", ""),
             "break": ("break", "")}


def clean(text):
    return " ".join(text.split()).translate({ord("#"): "#35;", ord(";"): "#59;"}) or " "


class Writer:
    def __init__(self, plan, sequence):
        self.people = {each["id"]: each for each in plan.get("participants", [])}
        self.sequence = sequence
        self.lines = ["sequenceDiagram"]
        if sequence.get("numbering", "flat") != "none":
            self.lines.append("    autonumber")
        self.names = {}
        created = {part["to"] for part in self.everything(sequence["parts"])
                   if part["type"] == "message" and part.get("kind") == "create"}
        for lifeline in self.lifelines():
            self.names[lifeline] = f"p{len(self.names)}"
            if lifeline not in created:
                self.lines.append("    " + self.declaration(lifeline))
        self.waiting = created
        self.open = {lifeline: [] for lifeline in self.names}

    def everything(self, parts):
        for part in parts:
            yield part
            for operand in part.get("operands", []):
                yield from self.everything(operand.get("parts", []))

    def lifelines(self):
        known = list(self.sequence.get("lifelines", []))
        for part in self.everything(self.sequence["parts"]):
            for end in ("from", "to"):
                if part["type"] == "message" and part.get(end) and part[end] not in known:
                    known.append(part[end])
        return known

    def declaration(self, lifeline):
        who = self.people.get(lifeline, {})
        title, version = who.get("title", lifeline), who.get("version", "")
        title += "" if version in title else f" {version}"
        kind = "actor" if who.get("kind", "person") == "person" else "participant"
        return f"{kind} {self.names[lifeline]} as {clean(title)}"

    def write(self, parts, depth=1):
        for part in parts:
            getattr(self, part["type"])(part, "    " * depth, depth)

    def message(self, part, indent, _depth):
        sender = part.get("from") or part.get("to")
        receiver = part.get("to") or sender
        if receiver in self.waiting and part.get("kind") == "create":
            self.waiting.discard(receiver)
            self.lines.append(indent + "create " + self.declaration(receiver))
        mark = "+" if part.get("activates") else ""
        if part.get("kind") == "reply" and self.open[sender]:
            self.open[sender].pop()
            mark = "-"
        if part.get("activates"):
            self.open[receiver].append(part["id"])
        arrow = ARROWS[part.get("kind", "sync")]
        self.lines.append(f"{indent}{self.names[sender]}{arrow}{mark}{self.names[receiver]}: "
                          f"{clean(part.get('text', ''))}")

    def note(self, part, indent, _depth):
        over = [self.names[each] for each in part.get("over", []) if each in self.names]
        over = over or [next(iter(self.names.values()))]
        side = part.get("side", "over")
        place = f"over {','.join([over[0], over[-1]] if len(over) > 1 else over)}"
        if side != "over":
            place = f"{side} of {over[0]}"
        self.lines.append(f"{indent}Note {place}: {clean(part.get('text', ''))}")

    def state(self, part, indent, depth):
        self.note({"over": [part["on"]], "text": part.get("text", "")}, indent, depth)

    def activation(self, part, indent, _depth):
        bars = self.open[part["on"]]
        if part.get("ends") and not bars:
            return
        bars.pop() if part.get("ends") else bars.append(part["id"])
        self.lines.append(f"{indent}{'de' if part.get('ends') else ''}activate {self.names[part['on']]}")

    def fragment(self, part, indent, depth):
        if part.get("operator") == "ref":
            self.note({"over": part.get("over", []), "text": part.get("text", "")}, indent, depth)
            return
        first, further = OPERATORS.get(part.get("operator", "opt"), ("opt", ""))
        before = {line: list(bars) for line, bars in self.open.items()}
        for number, operand in enumerate(part.get("operands", [])):
            word = first if number == 0 else further or first
            self.lines.append(f"{indent}{word} {clean(operand.get('guard', ''))}")
            self.write(operand.get("parts", []), depth + 1)
            # Mermaid carries bars from one operand into the next: each ends those that it began.
            for line, bars in self.open.items():
                for _ in range(len(bars) - len(before[line])):
                    self.lines.append(f"{indent}    deactivate {self.names[line]}")
                self.open[line] = bars[:len(before[line])]
        self.lines.append(f"{indent}end")


def mermaid(plan, identity=None):
    sequence = next(each for each in plan["sequences"] if identity in (None, each["id"]))
    writer = Writer(plan, sequence)
    writer.write(sequence["parts"])
    return "\n".join(writer.lines) + "\n"


if __name__ == "__main__":
    source = json.loads(pathlib.Path(sys.argv[1]).read_text(encoding="utf-8"))
    print(mermaid(source, *sys.argv[2:3]), end="")
