"""The pages of a member: the day, a question with its thread, one answer. Complete without script.

Each page is also JSON for whoever asks for that, with `mark`: it differs when something on the page does.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import secrets
from typing import Any

from flask import Response, g, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf

from facilitator import identity
from facilitator.database import now, reading, write
from facilitator.pages.focus_when import When
from facilitator.pages.focus_words_of_script import of_the_script
from facilitator.refusals import wants_json
from sessions.errors import Missing
from sessions.exercises.answers import SpokenForm, as_form
from sessions.focus import asked, consent, pictures, quoting, seen, times
from sessions.focus.asked import Person
from sessions.focus.forms import form_named
from sessions.focus.forms.complete import parts_of
from sessions.hall.ratings import starting_order
from sessions.lexicon import terms
from sessions.models import Workshop
from sessions.projections import focus as screen

Item = dict[str, Any]
# Where people write to each other: there a delicate word is explained.
WRITTEN_ON = frozenset(f"focus/{name}.html" for name in ("day", "question", "said", "again"))


def day(workshop_id: int) -> ResponseReturnValue:
    """What is new, what is asked and how long it takes: the round of now. Raises: Missing, Closed."""
    return _day(workshop_id, None)


def round_page(workshop_id: int, round_id: int) -> ResponseReturnValue:
    """The same for one round that has opened. Raises: Missing, Closed."""
    return _day(workshop_id, round_id)


def question(workshop_id: int, exercise_id: int) -> ResponseReturnValue:
    """A question with one's own answer and what others answered. Raises: Missing, Closed."""
    person = member(workshop_id)
    found = screen.thread(reading(), person.id, exercise_id, now())
    if not wants_json() and (first := elsewhere(person)) is not None:
        return first
    _see(person, exercise_id)
    if wants_json():
        return jsonify(ok=True, mark=mark_of(found), **found)
    return show_question(member(workshop_id), found)


def said(workshop_id: int, contribution_id: int) -> ResponseReturnValue:
    """One answer with its replies, to react to; with `?again` one's own, to say it better. Raises: Missing,
    Closed."""
    person = member(workshop_id)
    found = screen.around(reading(), person.id, contribution_id, now())
    if wants_json():
        return jsonify(ok=True, mark=mark_of(found), **found)
    again = "again" in request.args and found["about"]["own"]
    return elsewhere(person) or (show_again if again else show_said)(person, found)


def stimulus(workshop_id: int, exercise_id: int, stimulus_id: int) -> ResponseReturnValue:
    """The picture of a question that is theirs and has opened. Raises: Missing, Closed."""
    person = member(workshop_id)
    screen.thread(reading(), person.id, exercise_id, now())
    stimuli = asked.question(reading(), workshop_id, exercise_id).stimuli
    found = next((each for each in stimuli if each.id == stimulus_id and each.picture), None)
    if found is None:
        raise Missing("picture")
    try:
        data = base64.b64decode(found.picture or "", validate=True)
    except binascii.Error as problem:
        raise Missing("picture") from problem
    kind = pictures.kind_of(data)
    if not kind:
        raise Missing("picture")
    answer = Response(data, mimetype=kind)
    answer.cache_control.private, answer.cache_control.max_age = True, 3600
    return answer


def token(workshop_id: int) -> ResponseReturnValue:
    """A fresh form token for a page that stood open for long. Raises: Missing."""
    member(workshop_id)
    return jsonify(csrf=generate_csrf())


# --- who asks, and what they still have to say first ------------------------------------------------------


def member(workshop_id: int) -> Person:
    """The member who asks, in whose language is answered. Raises: Missing."""
    participant = identity.participant(workshop_id)
    g.language = participant.language
    asked.focus_workshop(reading(), workshop_id)
    return asked.person(reading(), participant.id)


def elsewhere(person: Person) -> ResponseReturnValue | None:
    """To what this member is asked to agree with first; who left goes to their own page."""
    workshop_id = person.member.workshop_id
    if person.member.state == "left":
        return redirect(url_for("focus.me", workshop_id=workshop_id), 303)
    if consent.to_ask(reading(), person):
        return redirect(url_for("entering.agree", workshop_id=workshop_id), 303)
    return None


def _see(person: Person, exercise_id: int) -> None:
    """That they read it is kept, as the day: mostly it is known already."""
    moment = now()
    workshop = reading().get_one(Workshop, person.member.workshop_id)
    today = times.day(moment, workshop.time_zone)
    person_id = person.id
    if person.member.state == "present" and not seen.is_seen_today(reading(), exercise_id, person_id, today):
        write(lambda db: seen.see(db, exercise_id, person_id, now=moment))


# --- the pages --------------------------------------------------------------------------------------------


def _day(workshop_id: int, round_id: int | None) -> ResponseReturnValue:
    person = member(workshop_id)
    found = screen.day(reading(), person.id, now())
    if wants_json():
        return jsonify(ok=True, mark=mark_of(found), **found)
    opened = [each for each in found["rounds"] if each["state"] != "waiting"]
    present = next((each for each in opened if each["id"] == round_id), None)
    if round_id is not None and present is None:
        raise Missing("round")
    present = present or _of_now(opened)
    return elsewhere(person) or show(
        "focus/day.html", person, found, present=present, round_id=present["id"] if present else None
    )


def _of_now(opened: list[Item]) -> Item | None:
    """The round that one goes on with: the newest that is open, or an earlier open one that is not done."""
    running = [each for each in opened if each["state"] == "open"]
    waiting = [each for each in running if not each["done"]]
    return (waiting or running or opened or [None])[-1]


def show_question(
    person: Person, found: Item, data: Any = None, errors: Any = None, status: int = 200, key: str = ""
) -> ResponseReturnValue:
    """`data` is what was typed and refused."""
    form = answer_form(person, found, data) if found["may"]["answer"] and not found["own"] else None
    if form is not None and data is not None:
        form.validate()
    values = {
        "form": form,
        "errors": errors or {},
        "key": key or secrets.token_hex(16),
        "following": _following(person, found["question"]),
        "looked": _looked(found),
        **asked_again(person, found),
    }
    return show("focus/question.html", person, found, **values), status


def _looked(found: Item) -> Item:
    """What this page shows of others: the device remembers it, so that it is not told as new again today."""
    every = [*found["answers"], *([found["own"]] if found["own"] else [])]
    others = [one for each in every for one in (each, *each["replies"]) if not one["own"]]
    return {
        "exercise": found["question"]["id"],
        "newest": max((one["id"] for one in others), default=0),
        "thanks": found["own"]["thanks"] if found["own"] else 0,
        "hidden": bool(found["own"]) and found["own"]["state"] == "hidden",
    }


def _following(person: Person, question: Item) -> str:
    """The address of the next question that is asked, in the round of this one; empty when there is none."""
    rounds = _rounds(person)
    questions = next((each["questions"] for each in rounds if each["id"] == question["round"]), [])
    later = [each for each in questions if each["number"] > question["number"]]
    waiting = [each for each in (*later, *questions) if each["state"] in ("new", "asked")]
    waiting = [each for each in waiting if each["id"] != question["id"]]
    if not waiting:
        return ""
    at = {"workshop_id": person.member.workshop_id, "exercise_id": waiting[0]["id"]}
    return url_for("focus.question", **at)


def asked_again(person: Person, found: Item) -> Item:
    """What the fields of some forms need besides the form: `order` of the lines, `parts` of the sentence."""
    settings, question = found["question"]["settings"], found["question"]
    if question["form"] == "complete":
        return {"parts": parts_of(settings)}
    if question["form"] != "ranking":
        return {}
    keys = [each["key"] for each in settings["items"]]
    # Everybody starts from another order: what stands first is chosen more often.
    return {"order": [keys[each] for each in starting_order(question["id"], person.id, range(len(keys)))]}


def show_said(
    person: Person, found: Item, data: Any = None, errors: Any = None, status: int = 200, key: str = ""
) -> ResponseReturnValue:
    about = found["about"]
    values = {
        "about": about,
        "typed": data.get("text", "") if data is not None else "",
        "errors": errors or {},
        "key": key or secrets.token_hex(16),
        "sentences": quoting.sentences(about["text"]),
        "may_reply": found["may"]["reply"],
    }
    return show("focus/said.html", person, found, **values), status


def show_again(
    person: Person, found: Item, data: Any = None, errors: Any = None, status: int = 200, key: str = ""
) -> ResponseReturnValue:
    """One's own words in their form."""
    about = found["about"]
    form = None
    if "to" not in about:
        text, fields = screen.fields_of(reading(), about["id"])
        again = form_named(found["question"]["form"]).again(text, fields)
        form = answer_form(person, found, data if data is not None else as_form(again))
        if data is not None:
            form.validate()
    typed = data.get("text", "") if data is not None else about["text"]
    values = {"about": about, "form": form, "typed": typed, "errors": errors or {}}
    values |= asked_again(person, found)
    if "order" in values and form is not None:
        places = {key: form[f"place-{key}"].data for key in values["order"]}
        last = len(places) + 1
        values["order"] = sorted(
            places, key=lambda key: int(places[key]) if _is_number(places[key]) else last
        )
    return show("focus/again.html", person, found, **values), status


def _is_number(value: Any) -> bool:
    return str(value).isascii() and str(value).isdigit()


def answer_form(person: Person, found: Item, data: Any) -> SpokenForm:
    asked_form = form_named(found["question"]["form"])
    return asked_form.answer_form(found["question"]["settings"], data, person.participant.language)


def show(template: str, person: Person, found: Item, /, **values: Any) -> str:
    """The page of that template: what was found are its names, `found` is all of it."""
    workshop_id = person.member.workshop_id
    rounds = found["rounds"] if "rounds" in found else _rounds(person)
    frame = {
        "found": found,
        "workshop_id": workshop_id,
        "rounds": rounds,
        "unit": "day" if len({each["opens"][:10] for each in rounds}) == len(rounds) else "round",
        "round_id": found["question"]["round"] if "question" in found else None,
        "mark": mark_of(found),
        "when": When(found["workshop"]["time_zone"], now()),
        "random_key": lambda: secrets.token_hex(12),
        "here": {
            "participant": person.id,
            "words": of_the_script(),
            "token": url_for("focus.token", workshop_id=workshop_id),
            "marks": url_for("focus.mark", workshop_id=workshop_id),
            "hints": _hints(workshop_id) if template in WRITTEN_ON else "",
        },
    }
    return render_template(template, **{**found, **frame, **values})


def _hints(workshop_id: int) -> str:
    """Where the script finds what to explain; empty where there is no lexicon."""
    return (
        url_for("focus.hints", workshop_id=workshop_id) if terms.of_workshop(reading(), workshop_id) else ""
    )


def _rounds(person: Person) -> list[Item]:
    """The rounds of this member, read once for a page."""
    if "focus_rounds" not in g:
        g.focus_rounds = screen.rounds(reading(), person.id, now())
    found: list[Item] = g.focus_rounds
    return found


def mark_of(found: Item) -> str:
    """Differs when something on the page does; that its reader looked at it changes nothing."""
    said = json.dumps(_lasting(found), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def _lasting(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _lasting(each) for name, each in value.items() if name not in ("new", "news")}
    if isinstance(value, list):
        return [_lasting(each) for each in value]
    return "asked" if value == "new" else value
