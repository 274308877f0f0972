"""The transcript of focus groups: what was asked, what was answered, who replied to whom, as plain values.

Hidden and withdrawn words are in none of them; private questions, what was asked of one person alone and
interviews stand in it from the analysis grade up; in the public grade only who agreed to be quoted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from sessions import saying
from sessions.errors import Missing
from sessions.exports.anonymous import Edited, Rules
from sessions.exports.asked import Asked
from sessions.exports.grade import Grade
from sessions.focus import asked as guide
from sessions.material import coding
from sessions.models import (
    PRESENT_WORDS,
    Contribution,
    ContributionVersion,
    Exercise,
    Member,
    Participant,
    Probe,
    Reply,
)

ORDERS = ("question", "member", "group")


@dataclass(frozen=True)
class Who:
    """Somebody by the code of this export, or in a restricted one by the pseudonym. `segment` is empty below
    the restricted grade, and stands next to no text in any. `group` is empty for who was interviewed."""

    name: str
    group: str = ""
    segment: str = ""


@dataclass(frozen=True)
class Coded:
    """Code points `start` up to `end` of the text are material of that kind."""

    kind: str
    start: int
    end: int


@dataclass(frozen=True)
class Said:
    """An answer, a reply or a note of an interview. `quote` is what a reply quotes; `text` is empty where
    replies are left under words that may not stand here. `said_on` is a day, or the moment in a restricted
    transcript."""

    code: str
    kind: str
    who: Who
    text: str
    corrected: bool
    said_on: str
    quote: str = ""
    coded: Sequence[Coded] = field(default=())
    replies: Sequence[Said] = field(default=())
    probes: Sequence[Probed] = field(default=())


@dataclass(frozen=True)
class Probed:
    """What a moderator asked further, of all of the group or of `to` alone, with the replies. `code` names it
    in this transcript."""

    code: str
    text: str
    to: Who | None
    replies: Sequence[Said] = field(default=())


@dataclass(frozen=True)
class Part:
    """One question in one group: its probes about the question itself, and its answers."""

    group: str
    answers: Sequence[Said]
    probes: Sequence[Probed]


@dataclass(frozen=True)
class Asking:
    """One question with what each group said; `round` is empty for interviews."""

    number: int
    title: str
    prompt: str
    round: str
    private: bool
    parts: Sequence[Part]


@dataclass(frozen=True)
class Transcript:
    workshop_id: int
    title: str
    grade: Grade
    order: str
    language: str
    made_at: datetime
    questions: Sequence[Asking]


def gather(
    db: Session,
    workshop_id: int,
    grade: Grade,
    *,
    order: str = "question",
    random: Random,
    language: str,
    now: datetime,
) -> Transcript:
    """The transcript in that grade; `random` draws the codes, `order` is one of ORDERS.

    Raises: Missing where there are no focus groups, and for another order.
    """
    workshop = guide.focus_workshop(db, workshop_id)
    return of_asked(Asked(db, workshop, grade, random, language), order=order, now=now)


def of_asked(asked: Asked, *, order: str = "question", now: datetime) -> Transcript:
    """The transcript under the codes that `asked` drew already. Raises: Missing."""
    if order not in ORDERS:
        raise Missing(f"there is no order {order!r}; choose one of {', '.join(ORDERS)}")
    questions = [each for each in _Gathering(asked).questions() if each.parts]
    workshop = asked.workshop
    return Transcript(workshop.id, workshop.title, asked.grade, order, asked.language, now, questions)


class _Gathering:
    """What a transcript looks up, each read once."""

    def __init__(self, asked: Asked) -> None:
        db, workshop_id = asked.db, asked.workshop.id
        self.asked, self.db = asked, db
        self.rules: Rules = asked.rules
        # In the order of the codes, which below the restricted grade does not tell when something was said.
        self.rows = [row for row in asked.contributions if row.state == "shown"]
        self.known = {row.id: row for row in self.rows}
        self.versions = {
            each.contribution_id: each
            for each in db.scalars(
                select(ContributionVersion)
                .join(Contribution, PRESENT_WORDS)
                .where(Contribution.workshop_id == workshop_id)
            )
        }
        self.groups = {each.id: each.name for each in guide.groups(db, workshop_id)}
        ours = select(Reply).join(Contribution, Contribution.id == Reply.contribution_id)
        replies = db.scalars(ours.where(Contribution.workshop_id == workshop_id))
        self.replies = {each.contribution_id: each for each in replies if each.contribution_id in self.known}
        probes = select(Probe).where(Probe.workshop_id == workshop_id, Probe.withdrawn_at.is_(None))
        self.probes = list(db.scalars(probes.order_by(Probe.id)))
        self.probe_codes: dict[int, str] = {}
        self.members = {
            each.participant_id: each
            for each in db.scalars(select(Member).where(Member.workshop_id == workshop_id))
        }
        self.people = {
            each.id: each
            for each in db.scalars(select(Participant).where(Participant.workshop_id == workshop_id))
        }
        self.material: dict[int, list[coding.Coded]] = {}
        for each in coding.of_workshop(db, workshop_id):
            if not each.stale:
                self.material.setdefault(each.contribution.id, []).append(each)

    def questions(self) -> list[Asking]:
        """The questions of the guide in its order, then the interviews."""
        found = []
        for number, each in enumerate(guide.questions(self.db, self.asked.workshop.id), start=1):
            private = each.question.visibility == "private"
            if private and self.asked.grade is Grade.PUBLIC:
                continue
            parts = [part for group_id in self.groups if (part := self._part(each.id, group_id)) is not None]
            found.append(Asking(number, each.step.title, each.step.prompt, each.round.title, private, parts))
        return [*found, *self._interviews(len(found) + 1)]

    def _interviews(self, number: int) -> list[Asking]:
        notes = [self._said(row) for row in self.rows if row.kind == "interview"]
        if not notes:
            return []
        step = self.db.get_one(
            Exercise, next(row.exercise_id for row in self.rows if row.kind == "interview")
        )
        return [Asking(number, step.title, "", "", False, [Part("", notes, [])])]

    def _part(self, question_id: int, group_id: int) -> Part | None:
        here = [row for row in self.rows if (row.exercise_id, row.group_id) == (question_id, group_id)]
        answers = [self._answer(row) for row in here if row.kind == "answer"]
        probes = [
            each for each in self.probes if (each.exercise_id, each.group_id) == (question_id, group_id)
        ]
        loose = self._without_their_answer(here, probes)
        alone = [self._probed(each) for each in probes if each.contribution_id is None and self._may_be(each)]
        if not answers and not loose and not alone:
            return None
        return Part(self.groups[group_id], [*answers, *loose], alone)

    def _answer(self, row: Contribution) -> Said:
        return replace(
            self._said(row),
            replies=self._below(to_id=row.id),
            probes=[self._probed(each) for each in self.probes if self._is_about(each, row.id)],
        )

    def _without_their_answer(self, here: Sequence[Contribution], probes: Sequence[Probe]) -> list[Said]:
        """What stands under an answer that was hidden or withdrawn: the answer without its words."""
        if self.asked.grade is Grade.PUBLIC:
            return []
        replies = [self.replies[row.id] for row in here if row.id in self.replies]
        above = {each.to_id for each in replies} | {each.contribution_id for each in probes}
        return [
            Said(
                "",
                "answer",
                Who(""),
                "",
                False,
                "",
                replies=self._below(to_id=gone),
                probes=[self._probed(each) for each in probes if self._is_about(each, gone)],
            )
            for gone in sorted(each for each in above if each is not None and each not in self.known)
        ]

    def _is_about(self, probe: Probe, contribution_id: int) -> bool:
        return probe.contribution_id == contribution_id and self._may_be(probe)

    def _may_be(self, probe: Probe) -> bool:
        """What was asked of one alone is private; a public file holds what got a reply that stands there."""
        if self.asked.grade is not Grade.PUBLIC:
            return True
        return probe.participant_id is None and bool(self._below(probe_id=probe.id))

    def _probed(self, probe: Probe) -> Probed:
        to = self._who(probe.participant_id) if probe.participant_id is not None else None
        text = self.rules.asked(probe.text, probe.group_id)
        # Numbered as they come, so that a gap does not tell of one that may not stand here.
        code = self.probe_codes.setdefault(probe.id, f"V{len(self.probe_codes) + 1:03d}")
        return Probed(code, text, to, self._below(probe_id=probe.id))

    def _below(self, *, to_id: int | None = None, probe_id: int | None = None) -> list[Said]:
        """The replies there, oldest first: a conversation has an order."""
        found = sorted(
            said_id
            for said_id, each in self.replies.items()
            if (each.to_id, each.probe_id) == (to_id, probe_id)
        )
        return [
            replace(self._said(self.known[each]), quote=self._quoted(self.replies[each])) for each in found
        ]

    def _said(self, row: Contribution) -> Said:
        made = self._edited(row.id)
        return Said(
            code=self.asked.code_of(row.id) or "",
            kind=row.kind,
            who=self._who(row.participant_id),
            text=made.text,
            corrected=row.version > 1,
            said_on=self.asked.moment(row.created_at) or "",
            coded=self._coded(row.id, made),
        )

    def _edited(self, contribution_id: int) -> Edited:
        return self.rules.spoken(self.known[contribution_id], self.versions[contribution_id])

    def _coded(self, contribution_id: int, made: Edited) -> list[Coded]:
        """What was made of these words is an analysis: a public file holds none."""
        if self.asked.grade is Grade.PUBLIC:
            return []
        rows = [each.material for each in self.material.get(contribution_id, ())]
        return [Coded(each.kind, *made.moved(each.starts_at, each.ends_at)) for each in rows]

    def _quoted(self, reply: Reply) -> str:
        """What it quotes of an answer that stands there; nothing of what was said better since."""
        if reply.to_id not in self.known or reply.quote_from is None or reply.quote_to is None:
            return ""
        then = saying.version_of(self.db, reply.to_id, reply.quote_version or 0)
        cut = then.text[reply.quote_from : reply.quote_to] if then is not None else ""
        start = self.versions[reply.to_id].text.find(cut) if cut else -1
        if start < 0:
            return ""
        if reply.quote_version == self.known[reply.to_id].version:
            start = reply.quote_from
        made = self._edited(reply.to_id)
        first, last = made.moved(start, start + len(cut))
        return made.text[first:last]

    def _who(self, participant_id: int | None) -> Who:
        person = self.people.get(participant_id or 0)
        if person is None:
            return Who("")
        code = self.asked.participant_codes[person.id]
        member, name = self.members.get(person.id), code
        if self.asked.grade is Grade.RESTRICTED and person.name:
            # Pseudonyms differ within a group; two people who were interviewed may have the same.
            name = person.name if person.group_id else f"{person.name} ({code})"
        segment = member.segment if member is not None and self.asked.grade is Grade.RESTRICTED else ""
        return Who(name, self.groups.get(person.group_id or 0, ""), segment)
