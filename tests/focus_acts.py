"""What members and moderators of a test do, in one line each."""

from __future__ import annotations

import json
from typing import Any

from focus_builders import FIRST, Focus, Someone

from sessions import contributions
from sessions.errors import Missing
from sessions.exercises.answers import as_form
from sessions.focus import answering, threads
from sessions.journal import Actor
from sessions.material import interviews
from sessions.models import Contribution, Member, Probe
from sessions.projections import focus as screen


def answer(focus: Focus, who: Someone, title: str, said: str | dict[str, Any]) -> int:
    """`said` is words, or what a form of another kind was filled in with."""
    data = as_form({"text": said} if isinstance(said, str) else said)
    given = {"key": f"answer-{title}-{who.id}", "data": data}
    return focus.write(answering.answer, focus.questions[title], who.id, **given)["id"]


def reply(
    focus: Focus, who: Someone, to: int, text: str, *, key: str = "", quote: Any = None
) -> dict[str, Any]:
    given = {"key": key or f"reply-{to}-{who.id}", "data": as_form({"text": text}), "quote": quote}
    return focus.write(threads.reply, to, who.id, **given)


def probe(focus: Focus, title: str, who: Someone | None = None, *, about: int | None = None) -> int:
    """A moderator asks further: all of the first group, or one."""

    def act(db: Any) -> int:
        made = Probe(
            workshop_id=focus.workshop_id,
            exercise_id=focus.questions[title],
            group_id=who.group_id if who else focus.groups[0],
            contribution_id=about,
            participant_id=who.id if who else None,
            text="Wie had het verschil kunnen maken?",
            asked_by=focus.facilitator,
            asked_at=focus.house.now(),
        )
        db.add(made)
        db.flush()
        return made.id

    return focus.house.write(act)


def reply_to_probe(focus: Focus, who: Someone, probe_id: int, text: str) -> dict[str, Any]:
    given = {"key": f"probe-{probe_id}-{who.id}", "data": as_form({"text": text})}
    return focus.write(threads.reply_to_probe, probe_id, who.id, **given)


HIDES = {"reason": "Er staat een naam in"}


def day(focus: Focus, who: Someone) -> dict[str, Any]:
    with focus.house.store.reading() as db:
        return screen.day(db, who.id, focus.house.now())


def thread(focus: Focus, who: Someone, title: str) -> dict[str, Any]:
    with focus.house.store.reading() as db:
        return screen.thread(db, who.id, focus.questions[title], focus.house.now())


def read(focus: Focus, who: Someone) -> str:
    """Everything that this member can read on any page, as one text."""
    pages: list[Any] = [day(focus, who)]
    for title in focus.questions:
        try:
            pages.append(thread(focus, who, title))
        except Missing:
            continue
    with focus.house.store.reading() as db:
        for contribution_id in db.query(Contribution.id):
            try:
                pages.append(screen.around(db, who.id, contribution_id[0], focus.house.now()))
            except Missing:
                continue
    return json.dumps(pages, ensure_ascii=False)


def interview(focus: Focus) -> int:
    """The notes of an interview in depth."""
    return focus.write(
        interviews.enter,
        focus.workshop_id,
        focus.moderator,
        name="Mevrouw Es",
        interviewer="Els",
        held_on=FIRST,
        consent="Mondeling",
        notes=["Je moet iemand kennen."],
        secret="nobody holds this one",
    )


def hide(focus: Focus, contribution_id: int) -> None:
    focus.write(contributions.hide, contribution_id, Actor("user", focus.facilitator), **HIDES)


def set_state(focus: Focus, who: Someone, state: str) -> None:
    focus.house.write(lambda db: setattr(db.get_one(Member, who.id), "state", state))
