"""What members and moderators of a test do, in one line each."""

from __future__ import annotations

from typing import Any

from focus_builders import Focus, Someone

from sessions.exercises.answers import as_form
from sessions.focus import answering, threads
from sessions.models import Probe


def answer(focus: Focus, who: Someone, title: str, text: str) -> int:
    given = {"key": f"answer-{title}-{who.id}", "data": as_form({"text": text})}
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
