"""Threads of one level: replies to an answer or to a probe, words that are quoted, and thanks.

Nobody replies to a reply: it goes to the answer that it stands under.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from sessions import contributions, saying, words
from sessions.contributions import journal
from sessions.errors import Closed, Conflict, Forbidden, Invalid, Missing
from sessions.focus import answering, asked, visibility
from sessions.focus.answering import Asking
from sessions.journal import Actor
from sessions.models import Contribution, Probe, Reply
from sessions.verbs import Verb


@dataclass(frozen=True)
class Quote:
    """Code points `start` up to `end` of the words that stood there in `version`."""

    start: int
    end: int
    version: int


def reply(
    db: Session,
    contribution_id: int,
    participant_id: int,
    *,
    key: str,
    data: Any,
    quote: Quote | None = None,
    now: datetime,
) -> dict[str, Any]:
    """The words stand under that answer, with what they quote of it; returns a receipt as for an answer.

    Raises: Missing for what this member may not read, or is a reply itself; Closed; Invalid; Conflict.
    """
    said = db.get(Contribution, contribution_id)
    if said is None or said.kind != "answer":
        raise Missing("answer")
    asking = answering.before(db, said.exercise_id, participant_id, now)
    known = answering.known_by_key(db, asking.asked.step, participant_id, key)
    if known is not None:
        return _known(db, known, to_id=contribution_id)
    _require_readable(db, said, asking)
    if not takes_replies(db, asking, now):
        raise Closed("question")
    draft = answering.reply_draft(asking, data)
    cut = _anchored(db, said, quote, asking) if quote is not None else None
    made = answering.add(db, asking, draft, key=key, now=now)
    db.add(
        Reply(
            contribution_id=made.id,
            to_id=said.id,
            quote_from=cut.start if cut else None,
            quote_to=cut.end if cut else None,
            quote_version=cut.version if cut else None,
        )
    )
    journal(db, made, Verb.CONTRIBUTION_MADE, Actor("participant", participant_id), now, also=[said.id])
    return answering.receipt(made, again=False)


def reply_to_probe(
    db: Session, probe_id: int, participant_id: int, *, key: str, data: Any, now: datetime
) -> dict[str, Any]:
    """The words answer that probe; returns a receipt as for an answer.

    A probe may be answered after the round: it is often asked at its end.

    Raises: Missing for a probe that this member was not asked; Closed; Invalid; Conflict.
    """
    probe = db.get(Probe, probe_id)
    if probe is None:
        raise Missing("probe")
    asking = answering.before(db, probe.exercise_id, participant_id, now)
    known = answering.known_by_key(db, asking.asked.step, participant_id, key)
    if known is not None:
        return _known(db, known, probe_id=probe_id)
    answered = visibility.answered_by(db, participant_id)
    if not visibility.sees_probe(db, probe, asking.asked, asking.person, answered):
        raise Missing("probe")
    if not takes_probes(asking):
        raise Closed("question")
    draft = answering.reply_draft(asking, data)
    made = answering.add(db, asking, draft, key=key, now=now)
    db.add(Reply(contribution_id=made.id, probe_id=probe_id))
    journal(db, made, Verb.CONTRIBUTION_MADE, Actor("participant", participant_id), now)
    return answering.receipt(made, again=False)


def thank(db: Session, contribution_id: int, participant_id: int, *, given: bool, now: datetime) -> bool:
    """This member thanks (or no longer thanks) for that answer or reply. Twice is once.

    Raises: Missing for what this member may not read; Forbidden for one's own; Closed.
    """
    said = db.get(Contribution, contribution_id)
    if said is None:
        raise Missing("contribution")
    asking = answering.before(db, said.exercise_id, participant_id, now)
    if said.participant_id == participant_id:
        raise Forbidden("own contribution")
    if not readable(db, said, asking):
        raise Missing("contribution")
    if asking.person.group.closed_at is not None:
        raise Closed("group")
    return contributions.give_heart(db, contribution_id, participant_id, given=given, now=now)


def readable(db: Session, said: Contribution, asking: Asking) -> bool:
    """Whether this member may read that answer or reply."""
    answered = visibility.answered_by(db, asking.person.id)
    if said.kind == "answer":
        return visibility.sees(db, said, asking.asked, asking.person, answered)
    row = db.get(Reply, said.id)
    return row is not None and visibility.sees_reply(db, said, row, asking.asked, asking.person, answered)


def takes_replies(db: Session, asking: Asking, now: datetime) -> bool:
    """Whether this member may reply to answers now: while the question is open, or while another open one
    asks to react to its answers."""
    if asking.is_open(now):
        return True
    return any(
        each.question.form == "react"
        and each.step.settings.get("to") == asking.asked.id
        and each.is_for(asking.person.member.segment)
        and Asking(asking.workshop, each, asking.person).is_open(now)
        for each in asked.questions(db, asking.workshop.id)
    )


def takes_probes(asking: Asking) -> bool:
    """Whether this member may answer probes now: until the question, the group or the whole is closed."""
    return (
        asking.workshop.state == "open"
        and asking.person.member.state == "present"
        and asking.person.group.closed_at is None
        and asking.asked.question.closed_at is None
    )


def _known(
    db: Session, known: Contribution, *, to_id: int | None = None, probe_id: int | None = None
) -> dict[str, Any]:
    row = db.get(Reply, known.id)
    if row is None or (row.to_id, row.probe_id) != (to_id, probe_id):
        raise Conflict("this key is in use")
    return answering.receipt(known, again=True)


def _require_readable(db: Session, said: Contribution, asking: Asking) -> None:
    """Raises: Missing. One's own may be withdrawn or hidden: there nothing is replied to either."""
    if said.state != "shown" or not readable(db, said, asking):
        raise Missing("answer")


def _anchored(db: Session, said: Contribution, quote: Quote, asking: Asking) -> Quote:
    """The quote within the present words. Its author may have said it better meanwhile: then the same words
    elsewhere in the text are meant.

    Raises: Invalid when they stand there no more.
    """
    present = saying.words_of(db, said).text
    cut = quote_of(db, said.id, quote)
    if quote.version != said.version and cut and cut in present:
        start = present.index(cut)
        return Quote(start, start + len(cut), said.version)
    if quote.version != said.version or not cut.strip():
        language = asking.person.participant.language
        sentence = words.mark(
            "Wat je aanhaalt, staat er zo niet meer: het is intussen verbeterd. Kies opnieuw, of verstuur "
            "zonder citaat. Je tekst staat er nog."
        )
        raise Invalid({"quote": [words.say(language, sentence)]})
    return quote


def quote_of(db: Session, contribution_id: int, quote: Quote) -> str:
    """The quoted words; empty when there is no such version or range."""
    found = saying.version_of(db, contribution_id, quote.version)
    if found is None or not 0 <= quote.start < quote.end <= len(found.text):
        return ""
    return found.text[quote.start : quote.end]
