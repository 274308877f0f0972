"""The day so far: who takes part, what was written, what was decided."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from journey_contexts import Contexts
from journey_desk import Desk
from journey_phone import Phone
from journey_pictures import Pictures
from journey_wall import Wall
from journey_words import Ledger, Words
from live_server import LiveServer

from facilitator.demo.people import Phone as Guest


@dataclass
class Day:
    """`placed` and `themes` are per question (why, preconditions): text to theme, and theme to what it is."""

    server: LiveServer
    contexts: Contexts
    pictures: Pictures
    desk: Desk
    second: Desk
    wall: Wall
    workshop: int = 0
    ledger: Ledger = field(default_factory=Ledger)
    phones: dict[str, Phone] = field(default_factory=dict)
    guests: list[Guest] = field(default_factory=list)
    said_by_guests: dict[int, str] = field(default_factory=dict)
    placed: dict[str, dict[str, str | None]] = field(default_factory=dict)
    themes: dict[str, dict[str, Any]] = field(default_factory=dict)
    wall_code: str = ""

    def writes(self, name: str, words: Words) -> None:
        """That person sends it and sees that the hall has it."""
        self.phones[name].write(words)
        self.note(name, words)

    def studio(self) -> None:
        """The facilitator is at the studio again."""
        self.desk.page.goto(f"{self.contexts.address}/workshops/{self.workshop}/studio")
        self.desk.ready()

    def note(self, name: str, words: Words) -> None:
        self.ledger.note(words, name, self.phones[name].table)


def setup_link(server: LiveServer) -> str:
    """The one-time link that the console of the server printed."""
    return next(found.group() for line in server.lines if (found := re.search(r"\S+/setup/\S+", line)))
