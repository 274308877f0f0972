"""The demonstration week, scene by scene: who does what at which hour of seven days."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from datetime import time as hour
from typing import TypeVar
from zoneinfo import ZoneInfo

from facilitator.demo.member import Member
from facilitator.demo.moderator import Moderator
from facilitator.demo.week import (
    ALONE,
    DROPPED,
    FIRST,
    HINDERED,
    LAST,
    LATE,
    NEVER,
    SECOND,
    STOPPED,
    THIRD,
    USUAL,
    WHY,
    WITHDREW,
    WORKS,
    Somebody,
    Week,
)

ZONE = ZoneInfo("Europe/Brussels")
DAYS = 7
Act = TypeVar("Act")


@dataclass(frozen=True)
class Scene:
    """What happens from that hour of that day of the week on (day 0 is the day before it; without an hour it
    is the present)."""

    day: int
    hour: str
    title: str
    act: Callable[[], None]


@dataclass(frozen=True)
class Tempo:
    """Seconds that a scene takes, and how many act at the same moment."""

    scene: float
    at_once: int


TEMPOS = {"real": Tempo(120.0, 4), "fast": Tempo(18.0, 4), "instant": Tempo(0.0, 6)}


def first_day(now: datetime) -> date:
    """The first day of the week that ended yesterday: nothing of it lies ahead afterwards."""
    return now.astimezone(ZONE).date() - timedelta(days=DAYS)


def begins(first: date) -> datetime:
    """The moment on the day before at which the clock begins."""
    return datetime.combine(first - timedelta(days=1), hour(14), ZONE)


class Weekly:
    """`scenes` are played in their order, each once the server's clock shows `moment` of it. The same seed
    gives the same acts."""

    def __init__(
        self,
        moderator: Moderator,
        week: Week,
        tempo: Tempo,
        *,
        first: date,
        say: Callable[[str], None],
        mail: bool = False,
        seed: int = 2018,
    ) -> None:
        self.moderator, self.week, self.tempo, self.first = moderator, week, tempo, first
        self.say, self.mail = say, mail
        self.random = random.Random(seed)  # noqa: S311 - what people do, not a secret
        self.members: dict[int, Member] = {}
        self.stopped = threading.Event()
        self.terms: dict[str, int] = {}
        self.hidden: Member | None = None

    @property
    def scenes(self) -> Sequence[Scene]:
        return (
            Scene(0, "15:00", "Vier groepen op één draaiboek, elk mens een eigen link", self.prepare),
            Scene(1, "08:05", "De eerste ronde is open", self.begin),
            Scene(1, "20:30", "Mensen lezen elkaar", self.read_each_other),
            Scene(2, "09:00", "De begeleider leest en vraagt door", self.probe),
            Scene(2, "19:30", "Wie later begint, en wie nadenkt over zijn woorden", self.second_thoughts),
            Scene(3, "08:30", "De tweede ronde: wat moeilijk en nodig is", self.go_on),
            Scene(4, "12:00", "Laatkomers, en wie pas nu tijd heeft", self.come_late),
            Scene(4, "18:30", "Reageren op twee anderen, gevoelige woorden aanduiden", self.react),
            Scene(5, "09:00", "De derde ronde: wat werkt, en waarom", self.find_what_works),
            Scene(5, "20:30", "Woorden worden begrippen", self.gather_words),
            Scene(6, "12:00", "De laatste ronde: het beeld, en wat eerst moet", self.look_ahead),
            Scene(6, "20:00", "Wat woorden betekenen, en wie dat ook zo voelt", self.mean),
            Scene(7, "18:00", "De laatste antwoorden", self.finish),
        )

    def moment(self, scene: Scene) -> datetime | None:
        """When it is, by a clock of where the workshop is; None is the present."""
        return self.at(scene.day, scene.hour) if scene.hour else None

    def at(self, day: int, hour: str) -> datetime:
        there = datetime.fromisoformat(f"{self.first + timedelta(days=day - 1)}T{hour}")
        return there.replace(tzinfo=ZONE)

    def play(self, scenes: Iterable[Scene], move: Callable[[datetime | None], None]) -> None:
        """The scenes in their order; `move` brings the server's clock to where each begins."""
        for scene in scenes:
            if not self.stopped.is_set():
                self.say(f"Dag {scene.day} {scene.hour}  {scene.title}")
                move(self.moment(scene))
                scene.act()

    # --- what people do together ---------------------------------------------------------------------

    def over(self, things: Iterable[Act], act: Callable[[Act], object], *, share: float = 1.0) -> None:
        """Each thing was done, several at once, spread over that share of the scene."""
        ordered = list(things)
        seconds, start = self.tempo.scene * share, time.monotonic()

        def at_its_moment(place: int) -> None:
            self.stopped.wait(max(0.0, start + seconds * place / max(1, len(ordered)) - time.monotonic()))
            if not self.stopped.is_set():
                act(ordered[place])

        with ThreadPoolExecutor(self.tempo.at_once) as pool:
            for future in [pool.submit(at_its_moment, place) for place in range(len(ordered))]:
                future.result()

    def come_and_answer(self, who: Iterable[Somebody], *titles: str, share: float = 1.0) -> None:
        """They come in with their link if they did not yet, and answer what is open."""

        def act(person: Somebody) -> None:
            member = self.members[person.number]
            if not member.has_come:
                member.come_in()
            member.answer_all(*titles)

        self.over(who, act, share=share)

    def present(self, *kinds: str) -> list[Member]:
        """Who is in, of these kinds or of all that did not stop."""
        wanted = kinds or (USUAL, LATE)
        return [each for each in self.members.values() if each.has_come and each.person.kind in wanted]

    def who_said(self, title: str, *kinds: str) -> list[Member]:
        return [each for each in self.present(*kinds) if title in each.said]

    def leave(self) -> None:
        self.stopped.set()
        for member in self.members.values():
            member.leave()

    # --- the scenes ----------------------------------------------------------------------------------

    def prepare(self) -> None:
        self.moderator.prepare(self.week, held_on=self.first.isoformat())
        for person, link in zip(self.week.people, self.moderator.links(), strict=True):
            self.members[person.number] = Member(self.moderator.address, link, person)
        if self.mail:
            self.moderator.invite()
        self.moderator.open()
        self.say(f"Kijk mee: {self.moderator.address}/workshops/{self.moderator.workshop}/follow")

    def begin(self) -> None:
        early = [each for each in self.week.people if each.kind not in (NEVER, LATE) and each.early]
        self.come_and_answer(early, *FIRST)
        self.say(f"{len(early)} mensen kwamen binnen.")

    def read_each_other(self) -> None:
        """Some read what the others of their group said, and thank or answer."""

        def act(member: Member) -> None:
            others = member.others(ALONE)
            for answer in others[: 1 + member.person.number % 2]:
                member.thank(answer)
            if others and member.person.number % 3 == 0:
                member.reply(others[-1], self.some_words(member), quoting=True)

        self.over(self.who_said(ALONE, USUAL, DROPPED), act)

    def some_words(self, member: Member) -> str:
        """What this member replies."""
        words: list[str] = self.week.told["replies"]
        return words[(member.person.number + member.replied) % len(words)]

    def probe(self) -> None:
        """The moderator reads, asks each group further, and two people alone; notes stay among staff."""
        told, moderator = self.week.told, self.moderator
        moderator.follow(ALONE)
        for group, note in zip(self.week.groups, told["notes"], strict=False):
            moderator.note(group, note, ALONE)
        for group in self.week.groups:
            moderator.probe(group, ALONE, told["probes"]["alone"])
        for member in self.who_said(ALONE, USUAL)[:2]:
            answer = str(member.said[ALONE]["id"])
            moderator.probe(member.group, ALONE, told["probes"]["one"], about=answer, to="author")

    def second_thoughts(self) -> None:
        """The others come; probes are answered; some say it better, or take it back and put it back."""
        rest = [each for each in self.week.people if each.kind not in (NEVER, LATE) and not each.early]
        self.come_and_answer(rest, *FIRST, share=0.6)
        told = self.week.told
        answers = told["probe_answers"]
        asked = [each for each in self.who_said(ALONE) if each.person.number % 2 == 0]
        asked += self.who_said(ALONE, USUAL)[:2]

        def answer(member: Member) -> None:
            member.answer_probes(answers[member.person.number % len(answers)])

        self.over(dict.fromkeys(asked), answer, share=0.3)
        better = [each for each in self.who_said(ALONE) if each.person.number % 11 == 1]
        self.over(better, lambda member: member.correct(ALONE, told["added"]), share=0.05)
        doubting = [each for each in self.who_said(ALONE) if each.person.number % 25 == 2]
        self.over(doubting, lambda member: member.withdraw_and_put_back(ALONE), share=0.05)

    def go_on(self) -> None:
        """The second round; something is hidden; the first round stays open for who comes late."""
        self.moderator.extend("Kennismaken", f"{self.at(5, '20:00'):%Y-%m-%dT%H:%M}")
        who = [each for each in self.week.of_kind(USUAL, STOPPED, WITHDREW) if each.early]
        self.come_and_answer(who, *SECOND, share=0.9)
        hidden = self.week.told["hidden"]
        self.hidden = next(iter(self.who_said(HINDERED)), None)
        if self.hidden is None:
            return
        self.hidden.correct(HINDERED, hidden["text"], instead=True)
        self.moderator.hide(self.hidden.said[HINDERED]["id"], hidden["reason"])

    def come_late(self) -> None:
        self.come_and_answer(self.week.of_kind(LATE), *FIRST, *SECOND, share=0.5)
        who = [each for each in self.week.of_kind(USUAL, STOPPED, WITHDREW) if not each.early]
        self.come_and_answer(who, *SECOND, share=0.5)

    def react(self) -> None:
        """Two of three react to two others, and mark the words that they would not use."""
        delicate: dict[str, str] = self.week.told["delicate"]

        def act(member: Member) -> None:
            others = [each for each in member.others(HINDERED) if each["text"]]
            self_first = member.person.number % max(1, len(others))
            for answer in (others[self_first:] + others[:self_first])[:2]:
                member.reply(answer, self.some_words(member))
            for answer in member.others(ALONE) if ALONE in member.said else []:
                for beginning, why in delicate.items():
                    word = next((w for w in answer["text"].split() if w.lower().startswith(beginning)), "")
                    if word and member.person.number % 2 == 0:
                        member.mark(answer, word.strip(".,?!"), why)

        who = [each for each in self.who_said(HINDERED) if each.person.number % 3 != 1]
        self.over(who, act)

    def find_what_works(self) -> None:
        """The third round; one stops and leaves what was said, two take everything back."""
        who = [each for each in self.week.of_kind(USUAL, LATE) if each.early]
        self.come_and_answer(who, *THIRD, share=0.9)
        leaving = self.present(STOPPED, WITHDREW)
        self.over(leaving, lambda each: each.stop(withdrawing=each.person.kind == WITHDREW), share=0.1)
        self.say(f"{len(leaving)} mensen stopten; {len(self.present(WITHDREW))} namen alles terug.")

    def gather_words(self) -> None:
        """The others answer; the moderator makes terms out of what was marked, and asks further."""
        who = [each for each in self.week.of_kind(USUAL, LATE) if not each.early]
        self.come_and_answer(who, *THIRD, share=0.7)
        for told in self.week.told["terms"]:
            self.terms[told["text"]] = self.moderator.gather(told["text"], told["finds"])
        for group in self.week.groups[:2]:
            self.moderator.probe(group, WORKS, self.week.told["probes"]["works"])

    def look_ahead(self) -> None:
        self.come_and_answer([each.person for each in self.present() if each.person.early], *LAST, share=0.7)
        answers = self.week.told["probe_answers"]
        asked = [each for each in self.who_said(WORKS) if each.person.number % 3 == 0]
        self.over(asked, lambda each: each.answer_probes(answers[-each.person.number % 8]), share=0.3)

    def mean(self) -> None:
        """In every group people say what the words mean to them; others agree, or do not."""
        told = {each["text"]: each["meanings"] for each in self.week.told["terms"]}
        speaking = [each for each in self.who_said(WHY) if each.person.number % 9 == 5]

        def say(member: Member) -> None:
            for term in member.terms():
                words = told.get(term["text"], [])
                if words:
                    member.mean(term["id"], words[member.person.number % len(words)])

        def agree(member: Member) -> None:
            meant = [meaning for term in member.terms() for meaning in term["meanings"]]
            for meaning in meant[member.person.number % 2 :: 2]:
                if not meaning["own"]:
                    member.agree_with(meaning["id"])

        self.over(speaking, say, share=0.4)
        self.over([each for each in self.present() if each.person.number % 4 == 1], agree, share=0.6)

    def finish(self) -> None:
        self.come_and_answer([each.person for each in self.present()], *LAST)
        said = sum(len(each.said) for each in self.members.values())
        self.say(f"{said} antwoorden, {sum(each.replied for each in self.members.values())} reacties.")
