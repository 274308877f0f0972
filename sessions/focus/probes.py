"""Asking further: a moderator asks all of a group, or one of them, about a question or about an answer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from sessions import words
from sessions.errors import Missing
from sessions.focus import answering, asked, groups, letters, threads, times, visibility
from sessions.focus.act import GuideAct
from sessions.focus.asked import Asked, Person
from sessions.journal import Actor
from sessions.models import Contribution, Probe, ProbeIdea, Workshop
from sessions.text import clean
from sessions.verbs import Verb

said = words.mark
LONGEST = 1000
MOST_IDEAS = 60

LIBRARY = (
    said("Kun je daar een voorbeeld van geven?"),
    said("Wat gebeurde er toen precies?"),
    said("Waarom is dat voor jou belangrijk?"),
    said("Wat zou er nodig zijn om dat te veranderen?"),
    said("Wie merkt dat nog, denk je? En wie niet?"),
    said("Wanneer ging het wel goed? Wat was er toen anders?"),
    said("Wat bedoel je met dat woord? Hoe zou je het aan een kind uitleggen?"),
    said("Wie kijkt hier anders naar? Wat zou die persoon zeggen?"),
)
"""Probes that Lotusbloem comes with. They are sentences to begin from: whoever asks changes them first."""


def ask(
    db: Session,
    workshop_id: int,
    actor: Actor,
    *,
    exercise_id: int,
    group_id: int,
    text: str,
    contribution_id: int | None = None,
    participant_id: int | None = None,
    now: datetime,
) -> int:
    """The probe stands in the thread, and whoever can read it gets a letter; returns its id.

    Without `participant_id` it is to all of the group. The same words to the same people once more are the
    same probe: a button is easily pressed twice.

    Raises: Missing for a question, group, member or answer of elsewhere; Invalid without words, and where
    those who are asked could not read or answer it.
    """
    act = GuideAct(db, workshop_id, actor, now)
    each, group = asked.question(db, workshop_id, exercise_id), groups.group_of(db, workshop_id, group_id)
    text = _worded(act, text)
    about = _about(db, each, group_id, contribution_id)
    one = _one(act, each, group_id, participant_id)
    _require_readable(act, each, about, one)
    if act.workshop.state != "open" or not times.has_opened(act.workshop, each.round, now):
        raise act.refused("text", said("Deze vraag is nog niet open, of de focusgroep is voorbij."))
    if group.closed_at is not None or each.question.closed_at is not None:
        raise act.refused("text", said("Deze vraag of deze groep is gesloten. Open ze eerst opnieuw."))
    known = _standing(db, each.id, group_id, text, contribution_id, participant_id)
    if known is not None:
        return known
    made = Probe(
        workshop_id=workshop_id,
        exercise_id=each.id,
        group_id=group_id,
        contribution_id=contribution_id,
        participant_id=participant_id,
        text=text,
        asked_by=actor.id if actor.kind == "user" else None,
        asked_at=now,
    )
    db.add(made)
    db.flush()
    act.made([made])
    # People may have answered it by then: taking it back withdraws it and leaves what they said.
    act.before.instead(made, withdrawn_at={"at": now.isoformat()})
    act.finish(Verb.PROBE_CHANGED)
    _write_to(db, made, each, now)
    return made.id


def withdraw(db: Session, workshop_id: int, probe_id: int, actor: Actor, *, now: datetime) -> None:
    """Nobody is asked that any more; mail about it that waits does not leave. Twice is once. Raises: Missing.

    What people answered to it stays theirs, on their own page.
    """
    act, row = GuideAct(db, workshop_id, actor, now), db.get(Probe, probe_id)
    if row is None or row.workshop_id != workshop_id:
        raise Missing("probe")
    if row.withdrawn_at is None:
        act.change(row, only=("withdrawn_at",))
        row.withdrawn_at = now
    act.finish(Verb.PROBE_CHANGED)


# --- the library -----------------------------------------------------------------------------------------


def library(db: Session, workshop_id: int) -> tuple[list[ProbeIdea], list[str]]:
    """The probes that the moderators keep at hand, and those that Lotusbloem comes with, in the language of
    the workshop."""
    query = select(ProbeIdea).where(ProbeIdea.workshop_id == workshop_id)
    language = db.get_one(Workshop, workshop_id).language
    kept = list(db.scalars(query.order_by(ProbeIdea.position, ProbeIdea.id)))
    return kept, [words.say(language, each) for each in LIBRARY]


def keep(db: Session, workshop_id: int, actor: Actor, text: str, *, now: datetime) -> int:
    """That probe is at hand from now on; returns its id. What is kept already is not kept twice.

    Raises: Invalid without words, or when there are too many.
    """
    act = GuideAct(db, workshop_id, actor, now)
    text = _worded(act, text)
    present, _shipped = library(db, workshop_id)
    known = next((each.id for each in present if each.text == text), None)
    if known is not None:
        return known
    if len(present) >= MOST_IDEAS:
        raise act.refused("text", said("Er passen %(most)d doorvragen in de lijst."), most=MOST_IDEAS)
    row = ProbeIdea(workshop_id=workshop_id, position=_next(db, workshop_id), text=text)
    db.add(row)
    db.flush()
    act.made([row])
    act.finish(Verb.PROBES_KEPT)
    return row.id


def drop(db: Session, workshop_id: int, idea_id: int, actor: Actor, *, now: datetime) -> None:
    """That probe is no longer at hand. Twice is once. Raises: Missing for another workshop's."""
    act, row = GuideAct(db, workshop_id, actor, now), db.get(ProbeIdea, idea_id)
    if row is None:
        return
    if row.workshop_id != workshop_id:
        raise Missing("probe")
    act.remove(row)
    act.finish(Verb.PROBES_KEPT)


def _next(db: Session, workshop_id: int) -> int:
    last = select(func.max(ProbeIdea.position)).where(ProbeIdea.workshop_id == workshop_id)
    return (db.scalar(last) or 0) + 1


# --- what has to be so -----------------------------------------------------------------------------------


def _worded(act: GuideAct, text: str) -> str:
    text = clean(text, lines=True)
    if not text:
        raise act.refused("text", said("Schrijf wat je wilt vragen."))
    if len(text) > LONGEST:
        raise act.refused("text", said("Dit is te lang: er passen %(limit)d tekens."), limit=LONGEST)
    return text


def _about(db: Session, each: Asked, group_id: int, contribution_id: int | None) -> Contribution | None:
    """Raises: Missing for what is no answer of that group to that question, or was taken back."""
    if contribution_id is None:
        return None
    row = db.get(Contribution, contribution_id)
    if row is None or (row.kind, row.exercise_id, row.group_id) != ("answer", each.id, group_id):
        raise Missing("answer")
    if row.state == "withdrawn":
        raise Missing("answer")
    return row


def _one(act: GuideAct, each: Asked, group_id: int, participant_id: int | None) -> Person | None:
    """Raises: Missing for who is not of that group, or is not asked that question; Invalid for who left."""
    if participant_id is None:
        return None
    found = asked.person(act.db, participant_id)
    if found.participant.group_id != group_id or not each.is_for(found.member.segment):
        raise Missing("member")
    if found.member.state not in ("invited", "present"):
        raise act.refused("text", said("Deze persoon doet niet meer mee."))
    return found


def _require_readable(act: GuideAct, each: Asked, about: Contribution | None, one: Person | None) -> None:
    """A probe about an answer tells something of it, so it goes only to who may read that answer."""
    if about is None:
        return
    if one is None:
        if about.state != "shown" or each.question.visibility == "private":
            sentence = said("De groep kan dit antwoord niet lezen. Vraag het alleen aan wie het schreef.")
            raise act.refused("text", sentence)
        return
    answered = visibility.answered_by(act.db, one.id)
    if not visibility.sees(act.db, about, each, one, answered):
        sentence = said("Deze persoon kan dit antwoord niet lezen. Vraag het alleen aan wie het schreef.")
        raise act.refused("text", sentence)


def _standing(
    db: Session, exercise_id: int, group_id: int, text: str, about: int | None, to: int | None
) -> int | None:
    return db.scalar(
        select(Probe.id).where(
            Probe.exercise_id == exercise_id,
            Probe.group_id == group_id,
            Probe.text == text,
            Probe.contribution_id.is_not_distinct_from(about),
            Probe.participant_id.is_not_distinct_from(to),
            Probe.withdrawn_at.is_(None),
        )
    )


def _write_to(db: Session, probe: Probe, each: Asked, now: datetime) -> None:
    """A letter to everybody who finds the probe when they follow it: who still has to answer the question
    first finds it by themselves."""
    workshop = db.get_one(Workshop, probe.workshop_id)
    for one in _asked_people(db, probe):
        answered = visibility.answered_by(db, one.id)
        takes = threads.takes_probes(answering.Asking(workshop, each, one))
        if takes and visibility.sees_probe(db, probe, each, one, answered):
            key, about = f"probe:{probe.id}:{one.id}", {"probe": probe.id}
            letters.queue(db, probe.workshop_id, one.id, "probe", key, about, now, now)


def _asked_people(db: Session, probe: Probe) -> Sequence[Person]:
    everybody = asked.people(db, probe.workshop_id, group_id=probe.group_id)
    return [each for each in everybody if probe.participant_id in (None, each.id)]
