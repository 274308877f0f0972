"""Members who get mail, and letters to them, made through the domain's own functions."""

from __future__ import annotations

from typing import Any

from focus_builders import Focus, add_member
from sqlalchemy import select

from sessions.exercises.answers import as_form
from sessions.focus import answering, asked, consent, letters
from sessions.models import Letter

YES = {"taking_part": True, "quoting": True, "mail": True}


def somebody(focus: Focus, email: str = "an@lotus.example", **given: Any) -> int:
    """Somebody who takes part and wants mail."""
    made = add_member(focus, focus.groups[0], name=email.partition("@")[0].title(), email=email, **given)
    if given.get("state", "present") == "present":
        focus.write(consent.answer, made.id, YES | {"mail": given.get("wish", "each") != "none"})
    return made.id


def queue(focus: Focus, one: int, kind: str, about: dict[str, int] | None = None) -> int | None:
    now = focus.house.now()
    return focus.write(letters.queue, focus.workshop_id, one, kind, f"{kind}:{one}:{about}", about or {}, now)


def letter(focus: Focus, letter_id: int | None) -> Letter:
    assert letter_id is not None
    with focus.house.store.reading() as db:
        return db.get_one(Letter, letter_id)


def states(focus: Focus) -> dict[str, str]:
    with focus.house.store.reading() as db:
        return {each.key: each.state for each in db.scalars(select(Letter))}


def answer_all(focus: Focus, one: int) -> None:
    """Everything that the first round requires."""
    with focus.house.store.reading() as db:
        guide = asked.questions(db, focus.workshop_id)
    needed = [each for each in guide if each.round.id == focus.rounds[0] and each.question.required]
    for each in needed:
        focus.write(
            answering.answer, each.id, one, key=f"antwoord-{each.id}-0000000000", data=as_form({"text": "Ja"})
        )
