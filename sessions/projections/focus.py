"""What a member of a focus group sees: the page of the day, and a question with its thread.

With `focus_sight` the only place that reads for a member's screen: never another group, never what is masked
or private, never a note, a mail address or a background attribute, never what somebody hid or took back.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from sessions.errors import Missing
from sessions.focus import asked, threads, times, visibility
from sessions.focus.asked import Asked
from sessions.focus.forms import form_named
from sessions.focus.load import minutes_of
from sessions.models import Contribution, ContributionVersion, FocusGroup, Round
from sessions.projections import focus_sight
from sessions.projections.focus_sight import Sight
from sessions.projections.section import Item


def day(db: Session, participant_id: int, now: datetime, told: datetime | None = None) -> Item:
    """The page of the day: `person`, `workshop`, `rounds` with their `questions`, `probes` that wait for an
    answer, and what is new in `news` (kind, exercise, title, count). Moments are in UTC, days where the
    workshop is. With `told` only the probes and the news since then.

    Raises: Missing, Closed.
    """
    look = focus_sight.gather(focus_sight.sight(db, participant_id, now, told))
    found = _rounds(look)
    questions = [each for one in found for each in one["questions"]]
    return {
        **frame(look),
        "today": look.today.isoformat(),
        "rounds": found,
        "minutes": sum(each["minutes"] for each in questions if each["state"] in ("new", "asked")),
        "probes": [probe for each in _opened(look) for probe in _waiting_probes(look, each)],
        "news": [news for each in _opened(look) for news in _news(look, each)],
    }


def rounds(db: Session, participant_id: int, now: datetime) -> list[Item]:
    """The `rounds` of the page of the day alone. Raises: Missing, Closed."""
    return _rounds(focus_sight.gather(focus_sight.sight(db, participant_id, now)))


def thread(db: Session, participant_id: int, exercise_id: int, now: datetime) -> Item:
    """A question, the member's own answer (`own`), what others answered (`answers`) each with its replies,
    how many are masked, what is asked further (`probes`), and what the member may do now (`may`).

    Raises: Missing for a question that is not theirs or did not open yet; Closed.
    """
    look = focus_sight.sight(db, participant_id, now)
    each = next((one for one in _opened(look) if one.id == exercise_id), None)
    if each is None:
        raise Missing("question")
    said = _said(look, each)
    asking = look.asking(each)
    open_now = asking.is_open(now)
    return {
        **frame(look),
        "question": _card(look, each) | _asked(look, each),
        "own": next((one for one in reversed(said) if one["own"] and one["state"] != "withdrawn"), None),
        "withdrawn": [one for one in said if one["own"] and one["state"] == "withdrawn"],
        "masked": focus_sight.masked(look, each),
        "answers": [one for one in said if not one["own"]],
        "probes": _probes(look, each),
        "react": _react(look, each),
        "may": {
            "answer": open_now and form_named(each.question.form).takes_answer(each.step.settings),
            "correct": open_now,
            "withdraw": look.workshop.state == "open" and look.person.member.state == "present",
            "reply": threads.takes_replies(db, asking, now),
            "probe": threads.takes_probes(asking),
        },
    }


def around(db: Session, participant_id: int, contribution_id: int, now: datetime) -> Item:
    """The thread of the question of that answer or reply, and in `about` the answer itself.

    Raises: Missing for what this member may not read.
    """
    said = db.get(Contribution, contribution_id)
    if said is None:
        raise Missing("contribution")
    found = thread(db, participant_id, said.exercise_id, now)
    every = [*found["answers"], *([found["own"]] if found["own"] else []), *found["withdrawn"]]
    under = [reply for one in (*every, *found["probes"]) for reply in one["replies"]]
    about = next((one for one in (*every, *under) if one["id"] == contribution_id), None)
    if about is None:
        raise Missing("contribution")
    return found | {"about": about}


def fields_of(db: Session, contribution_id: int) -> tuple[str, dict[str, Any]]:
    """The present words and values of an own answer, to fill its form again."""
    said = db.get_one(Contribution, contribution_id)
    version = db.get_one(ContributionVersion, (said.id, said.version))
    return version.text, dict(version.fields)


# --- the guide ------------------------------------------------------------------------------------------


def frame(look: Sight) -> Item:
    """What every page of a member says at its top: which workshop, and as whom."""
    return {"workshop": _workshop(look), "person": _person(look)}


def _workshop(look: Sight) -> Item:
    workshop = look.workshop
    return {
        "id": workshop.id,
        "title": workshop.title,
        "language": workshop.language,
        "time_zone": workshop.time_zone,
        "state": workshop.state,
    }


def _person(look: Sight) -> Item:
    groups = select(FocusGroup.id).where(FocusGroup.workshop_id == look.workshop.id)
    several = len(list(look.db.scalars(groups))) > 1
    return {
        "id": look.person.id,
        "name": look.person.participant.name or "",
        "language": look.person.participant.language,
        "state": look.person.member.state,
        "group": look.person.group.name if several else "",
        "group_closed": look.person.group.closed_at is not None,
    }


def _rounds(look: Sight) -> list[Item]:
    """The rounds in which this member is asked something. Of one that is still to come only when it opens."""
    found: list[Item] = []
    for each in asked.rounds(look.db, look.workshop.id):
        questions = [one for one in look.questions if one.round.id == each.id]
        if questions:
            found.append(_round(look, each, questions, number=len(found) + 1))
    return found


def _round(look: Sight, each: Round, questions: list[Asked], number: int) -> Item:
    opened = times.has_opened(look.workshop, each, look.now)
    closes = times.closes_at(look.workshop, each, look.person.group)
    cards = [_card(look, one) for one in questions] if opened else []
    is_open = opened and look.now < closes and look.workshop.state == "open"
    return {
        "id": each.id,
        "number": number,
        "title": each.title if opened else "",
        "welcome": each.welcome if opened else "",
        "state": "open" if is_open else "closed" if opened else "waiting",
        "opens": times.opens_at(look.workshop, each).isoformat(),
        "closes": closes.isoformat(),
        "questions": cards,
        "minutes": sum(one["minutes"] for one in cards if one["state"] in ("new", "asked")),
        "done": opened and all(one["done"] or not one["required"] for one in cards),
    }


def _opened(look: Sight) -> list[Asked]:
    return [each for each in look.questions if times.has_opened(look.workshop, each.round, look.now)]


def _card(look: Sight, each: Asked) -> Item:
    """A question in a list. `state` is new (never read), asked, answered or closed."""
    done, is_open = look.done(each), look.asking(each).is_open(look.now)
    others = [row for row in focus_sight.answers(look, each) if row[0].participant_id != look.person.id]
    state = "answered" if done else "closed" if not is_open else "asked" if each.id in look.seen else "new"
    return {
        "id": each.id,
        "number": 1 + [one.id for one in look.questions if one.round.id == each.round.id].index(each.id),
        "round": each.round.id,
        "title": each.step.title,
        "prompt": each.step.prompt,
        "form": each.question.form,
        "visibility": each.question.visibility,
        "required": each.question.required,
        "minutes": minutes_of(each),
        "state": state,
        "done": done,
        "open": is_open,
        "closes": times.closes_at(look.workshop, each.round, look.person.group).isoformat(),
        "others": len(others),
        "masked": focus_sight.masked(look, each),
        "new": sum(look.is_new(each.id, said.created_at) for said, _, _ in others),
        "newest": max((said.id for said, _, _ in others), default=0),
        "sample": _sample(look, others),
    }


def _sample(look: Sight, others: list[focus_sight.Row]) -> Item | None:
    """The newest answer of somebody else, for a first look."""
    if not others:
        return None
    said, version, name = others[-1]
    return {"id": said.id, "name": name or "", "text": version.text, "language": said.language}


def _asked(look: Sight, each: Asked) -> Item:
    return {
        "settings": dict(each.step.settings),
        "stimuli": [
            {"id": one.id, "kind": one.kind, "text": one.text, "alternative": one.alternative}
            for one in each.stimuli
        ],
    }


# --- what was said --------------------------------------------------------------------------------------


def _said(look: Sight, each: Asked) -> list[Item]:
    """The answers that the member may read, each with the replies below it."""
    rows = focus_sight.answers(look, each)
    below = focus_sight.replies(look, each)
    thanks = focus_sight.thanks(look, [row[0].id for row in (*rows, *(row for row, _ in below))])
    found = []
    for row in rows:
        under = [_reply(look, one, reply, thanks) for one, reply in below if reply.to_id == row[0].id]
        found.append(focus_sight.item(look, row, thanks.get(row[0].id, ())) | {"replies": under})
    return found


def _reply(look: Sight, row: focus_sight.Row, reply: Any, thanks: dict[int, Any]) -> Item:
    words, gone = focus_sight.quote(look, reply)
    kept = focus_sight.item(look, row, thanks.get(row[0].id, ()))
    return kept | {"quote": words, "quote_gone": gone, "to": reply.to_id, "probe": reply.probe_id}


def _probes(look: Sight, each: Asked) -> list[Item]:
    below = focus_sight.replies(look, each)
    thanks = focus_sight.thanks(look, [row[0].id for row, _ in below])
    return [
        {
            "id": probe.id,
            "exercise": each.id,
            "text": probe.text,
            "alone": probe.participant_id is not None,
            "about": probe.contribution_id,
            "day": look.day_of(probe.asked_at).isoformat(),
            "replies": [
                _reply(look, row, reply, thanks) for row, reply in below if reply.probe_id == probe.id
            ],
        }
        for probe in focus_sight.probes(look, each)
    ]


def _waiting_probes(look: Sight, each: Asked) -> list[Item]:
    """The probes to which the member did not say anything yet."""
    if not threads.takes_probes(look.asking(each)):
        return []
    untold = {probe.id for probe in focus_sight.probes(look, each) if look.is_untold(probe.asked_at)}
    return [
        probe
        for probe in _probes(look, each)
        if probe["id"] in untold
        and not any(reply["own"] and reply["state"] != "withdrawn" for reply in probe["replies"])
    ]


def _react(look: Sight, each: Asked) -> Item | None:
    """For a question that asks to react: how many are asked and given, and the answers to react to. `open`
    says whether the question that they answer can be answered now."""
    if each.question.form != "react":
        return None
    to = next((one for one in _opened(look) if one.id == each.step.settings.get("to")), None)
    found = {"needed": focus_sight.needed(each), "given": look.reactions(each), "answers": [], "masked": 0}
    if to is None:
        return found | {"to": None, "title": "", "may": False, "open": False}
    readable = visibility.sees_others(to, look.person, look.answered)
    return found | {
        "to": to.id,
        "title": to.step.title,
        "may": threads.takes_replies(look.db, look.asking(to), look.now),
        "open": look.asking(to).is_open(look.now),
        "masked": focus_sight.masked(look, to),
        "answers": [one for one in _said(look, to) if not one["own"]] if readable else [],
    }


def _news(look: Sight, each: Asked) -> list[Item]:
    """What came at that question since the member last looked: answers, replies to theirs, thanks, and that
    theirs was hidden."""
    said = _said(look, each)
    own = [one for one in said if one["own"]]
    ids = [one["id"] for one in own]
    counts = {
        "replies": sum(reply["new"] for one in own for reply in one["replies"]),
        "answers": sum(one["new"] for one in said),
        "thanks": sum(
            look.is_new(each.id, heart.given_at)
            for hearts in focus_sight.thanks(look, ids).values()
            for heart in hearts
        ),
        "hidden": focus_sight.news_of_hiding(
            look, each, [one["id"] for one in own if one["state"] == "hidden"]
        ),
    }
    newest = max(
        (reply["id"] for one in said for reply in (one, *one["replies"]) if not reply["own"]), default=0
    )
    thanked = sum(one["thanks"] for one in own if one["state"] != "withdrawn")
    about = {"exercise": each.id, "title": each.step.title, "newest": newest, "thanks": thanked}
    return [about | {"kind": kind, "count": count} for kind, count in counts.items() if count]
