"""The week of the focus groups as a test plays it: with a mail server that refuses, and a look in between.

The player is the one of `lotusbloem demo --focus-groups`; what is asserted is read from the database, from
the mails that arrived and from pages, never from the player.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from email.message import EmailMessage
from pathlib import Path

from mail_server import SENDER, MailServer, mail_server
from pytest import MonkeyPatch
from sqlalchemy import func, select

from facilitator.demo.harvest import Harvest
from facilitator.demo.member import Member as Somebody
from facilitator.demo.moderator import Moderator
from facilitator.demo.moved import MovedServer
from facilitator.demo.week import load
from facilitator.demo.weekly import TEMPOS, Scene, Weekly, begins, first_day
from facilitator.house import House, build
from facilitator.settings import Settings
from sessions.models import Contribution, Letter, Member, Participant

EMAIL, PASSWORD = "hilde@lotus.example", "een lang wachtwoord"
GREYLISTED, UNKNOWN = 1, 2
"""Members whose mail server hesitates, and who does not exist there."""
FULL = "452 4.3.1 no room now"


def plain(message: EmailMessage) -> str:
    part = message.get_body(preferencelist=("plain",))
    assert part is not None
    return str(part.get_content())


@dataclass
class PlayedWeek:
    """`seen` are what pages said at some moment of the week, by a name."""

    house: House
    post: MailServer
    server: MovedServer
    weekly: Weekly
    harvest: Harvest
    seen: dict[str, str] = field(default_factory=dict)
    figures: dict[str, int] = field(default_factory=dict)

    @property
    def moderator(self) -> Moderator:
        return self.weekly.moderator

    def scenes(self, *, until: Callable[[], object] | None = None) -> Sequence[Scene]:
        """The scenes that were not played yet, up to and with the one that does `until`."""
        every = list(self.harvest.scenes)
        ends = next((at for at, each in enumerate(every) if each.act == until), len(every) - 1)
        played = [each for each in every[: ends + 1] if each.title not in self.seen]
        self.seen |= {each.title: "played" for each in played}
        return played

    def play(self, *, until: Callable[[], object] | None = None) -> None:
        self.weekly.play(self.scenes(until=until), self.server.move)

    def move(self, day: int, hour: str) -> None:
        self.server.move(self.weekly.at(day, hour))

    def member(self, number: int) -> Somebody:
        return self.weekly.members[number]

    def letters(self, number: int, kind: str = "") -> list[Letter]:
        """What was queued for the member with that number, oldest first."""
        with self.house.store.reading() as db:
            query = (
                select(Letter)
                .join(Participant, Participant.id == Letter.participant_id)
                .where(Participant.number == number, Participant.workshop_id == self.harvest.focus)
            )
            found = list(db.scalars(query.order_by(Letter.id)))
        return [each for each in found if kind in ("", each.kind)]

    def mails(self, number: int) -> list[EmailMessage]:
        return self.post.to(self.member(number).person.email)

    def answers(self, state: str = "") -> int:
        """The answers in the database in that state, or those that their authors let stand."""
        states = (state,) if state else ("shown", "hidden")
        with self.house.store.reading() as db:
            counted = select(func.count()).where(
                Contribution.workshop_id == self.harvest.focus,
                Contribution.kind == "answer",
                Contribution.state.in_(states),
            )
            return db.scalar(counted) or 0

    def member_rows(self) -> list[Member]:
        with self.house.store.reading() as db:
            return list(db.scalars(select(Member).where(Member.workshop_id == self.harvest.focus)))

    def moderator_reads(self, question: str, group: str) -> str:
        """That question of that group, as staff follow it."""
        self.moderator.workshop = self.harvest.focus
        where = f"follow/{self.moderator.groups[group]}/{self.moderator.questions[question]}"
        return html.unescape(self.moderator.page(where))

    def everything_of(self, group: str) -> str:
        """Whatever can be read of that group now: by one of its members, and by staff on every page and in
        the transcript of all."""
        groups, questions = self.moderator.groups, self.moderator.questions
        reader = max(
            (each for each in self.weekly.present() if each.group == group), key=lambda each: len(each.said)
        )
        asked = [card["id"] for each in reader.day()["rounds"] for card in each["questions"]]
        pages = [str(reader.day()), *(str(reader.question(each)) for each in asked)]
        paths = [f"follow/{groups[group]}/{each}" for each in questions.values()]
        paths += [f"material?group={groups[group]}&from={first}" for first in range(0, 240, 30)]
        paths += ["follow", "lexicon", "material/groups", "transcript/md?grade=restricted&purpose=nakijken"]
        return html.unescape("\n".join([*pages, *(self.moderator.page(path) for path in paths)]))


def first() -> date:
    return first_day(datetime.now(UTC))


@contextmanager
def a_week(folder: Path) -> Iterator[PlayedWeek]:
    """An installation with mail, and a week that can be played on it."""
    said: list[str] = []
    with mail_server() as post, MonkeyPatch.context() as patch:
        mail = {"HOST": "127.0.0.1", "PORT": str(post.port), "SECURITY": "none", "FROM": SENDER}
        for name, value in mail.items():
            patch.setenv(f"LOTUSBLOEM_SMTP_{name}", value)
        starts = begins(first())
        server = MovedServer(folder / "data", starts, host="127.0.0.1", port=0, mail=True, say=said.append)
        house = build(Settings(data=folder / "data"))
        moderator = Moderator(server.address, said.append)
        weekly = Weekly(moderator, load(), TEMPOS["instant"], first=first(), say=said.append, mail=True)
        try:
            moderator.set_up(str(server.setup), name="Hilde", email=EMAIL, password=PASSWORD)
            yield PlayedWeek(house, post, server, weekly, Harvest(weekly))
        finally:
            weekly.leave()
            house.close()
            server.stop()
            # Shown by pytest when a test failed.
            print("\n".join(said))


def address_in(message: EmailMessage) -> str:
    """The link of a mail, whole on a line of its own."""
    found = re.search(r"^(http\S+/enter\S*#\S+)\s*$", plain(message), re.M)
    assert found is not None, plain(message)
    return found.group(1)
