"""Beside the hall: vectors come by themselves, suggestions follow the themes, and a failure is named."""

from __future__ import annotations

from pathlib import Path

import gevent
import pytest
from builders import Cast, contribute, intervention
from sqlalchemy import func, select

from facilitator.children import ChildFailed, Helper
from facilitator.house import House
from facilitator.thoughts import Thoughts
from sessions import contributions, workshops
from sessions.analysis import themes
from sessions.exercises.answers import as_form
from sessions.models import Vector
from sessions.proposing import vectors

PATIENCE_SECONDS = 300
FREE = ["Het kost niets", "Het is gratis", "Je betaalt er niets voor", "Iedereen kan het betalen"]
NEAR = [
    "Buren kennen elkaar",
    "Je ontmoet je buren",
    "De straat kent elkaar",
    "Je leert de buurt kennen",
]

STAND_IN = """
import json, os, sys
for line in sys.stdin:
    question = json.loads(line)
    %s
"""


@pytest.fixture
def thinking(house: House):
    """Thoughts of that module, or the real ones; stopped at the end."""
    made: list[Thoughts] = []

    def start(**module: str) -> Thoughts:
        made.append(Thoughts(house, **module))
        return made[-1]

    yield start
    for each in made:
        each.stop()


@pytest.fixture
def stand_in(tmp_path, monkeypatch):
    def make(lines: str) -> str:
        (tmp_path / "stand_in_thinks.py").write_text(STAND_IN % lines)
        monkeypatch.setenv("PYTHONPATH", str(tmp_path))
        return "stand_in_thinks"

    return make


def says(house: House, cast: Cast, reasons: list[str]) -> int:
    return contribute(house, cast.phones[0], cast.step(), intervention(reasons=reasons))["id"]


def vectors_there(house: House) -> int:
    with house.store.reading() as db:
        return db.scalar(select(func.count()).select_from(Vector)) or 0


def until(house: House, count: int) -> None:
    with gevent.Timeout(PATIENCE_SECONDS):
        while vectors_there(house) != count:
            gevent.sleep(0.05)


def test_vectors_come_at_the_start_as_people_write_and_after_a_correction(
    house: House, cast: Cast, thinking, app
) -> None:
    first = says(house, cast, FREE[:2])
    thinking().start()
    until(house, 2)
    says(house, cast, NEAR[:3])
    until(house, 5)
    answer = as_form(intervention(reasons=["Iets heel anders", "En nog iets"]))
    author, now = cast.phones[0].id, house.now()
    house.write(lambda db: contributions.correct(db, first, author, version=1, data=answer, now=now))
    assert vectors_there(house) == 3
    until(house, 5)


def test_suggestions_follow_the_themes_and_say_why(house: House, cast: Cast, thinking) -> None:
    says(house, cast, [*FREE, *NEAR])
    ids = dict(zip([*FREE, *NEAR], cast.passages(), strict=True))
    thoughts = thinking()
    thoughts.catch_up()
    assert thoughts.suggestions(cast.analysis()).themes == {}
    made = {}
    for title, texts in (("Gratis", FREE[:3]), ("Buren", NEAR[:3])):
        chosen = [ids[each] for each in texts]
        made[title] = house.write(
            lambda db, title=title, chosen=chosen: themes.make(
                db, cast.analysis(), cast.moderator, title=title, passage_ids=chosen, now=house.now()
            )
        )
    found = thoughts.suggestions(cast.analysis())
    assert found.state == "ready"
    theme, sure, because = found.themes[ids[NEAR[3]]][0]
    assert theme == made["Buren"]
    assert 0.3 <= sure <= 1
    assert because in {ids[each] for each in NEAR[:3]}
    assert set(found.themes) <= {ids[FREE[3]], ids[NEAR[3]]}
    assert thoughts.suggestions(cast.analysis()) is found
    says(house, cast, ["De buren helpen elkaar"])
    later = thoughts.suggestions(cast.analysis())
    assert (later.state, later.lacking) == ("behind", 1)
    thoughts.catch_up()
    assert thoughts.suggestions(cast.analysis()).state == "ready"


def test_a_model_that_is_missing_is_told_and_not_asked_again(house: House, cast, thinking, stand_in) -> None:
    says(house, cast, FREE)
    module = stand_in("print(json.dumps({'answer': {'missing': 'no such model'}}), flush=True)")
    thoughts = thinking(module=module)
    assert thoughts.catch_up() == "no such model"
    thoughts.stop()
    assert thoughts.catch_up() == "no such model"
    found = thinking(module=module).suggestions(cast.analysis())
    assert (found.state, found.why, found.themes) == ("missing", "no such model", {})


def test_a_helper_that_crashes_fails_one_question_and_answers_the_next(
    house: House, cast: Cast, thinking, stand_in, tmp_path
) -> None:
    once = tmp_path / "once"
    lines = (
        f"if not os.path.exists({str(once)!r}): open({str(once)!r}, 'w').close(); sys.exit(3)\n"
        "    print(json.dumps({'answer': {'suggestions': {}, 'lacking': 0}}), flush=True)"
    )
    thoughts = thinking(module=stand_in(lines))
    assert thoughts.suggestions(cast.analysis()).state == "failing"
    assert thoughts.suggestions(cast.analysis()).state == "ready"


def test_suggestions_outlive_hearts_and_steps_and_end_when_something_is_placed(
    house: House, cast: Cast, thinking, stand_in, tmp_path
) -> None:
    said = says(house, cast, FREE)
    thoughts = thinking(module=stand_in(counting(tmp_path, {"suggestions": {}, "lacking": 0})))
    found = thoughts.suggestions(cast.analysis())
    warms(house, cast, said)
    with house.store.reading() as db:
        other = workshops.steps_of(db, cast.gathering)[0].id
    house.write(
        lambda db: workshops.go_to_step(
            db, cast.gathering, other, cast.moderator, seen=cast.step(), now=house.now()
        )
    )
    assert thoughts.suggestions(cast.analysis()) is found
    assert asked(tmp_path) == 1
    chosen = cast.passages()[:1]
    house.write(
        lambda db: themes.make(
            db, cast.analysis(), cast.moderator, title="Gratis", passage_ids=chosen, now=house.now()
        )
    )
    thoughts.suggestions(cast.analysis())
    assert asked(tmp_path) == 2


def test_an_explanation_is_made_once_and_waits_for_nobody_who_looks_around(
    house: House, cast: Cast, thinking, stand_in, tmp_path
) -> None:
    said = says(house, cast, FREE)
    first, second = cast.passages()[:2]
    thoughts = thinking(module=stand_in(counting(tmp_path, {"words": []})))
    with thoughts._look:
        assert thoughts.explain(cast.analysis(), first) == {"words": []}
    warms(house, cast, said)
    thoughts.explain(cast.analysis(), first)
    assert asked(tmp_path) == 1
    thoughts.explain(cast.analysis(), second)
    says(house, cast, NEAR)
    thoughts.explain(cast.analysis(), first)
    assert asked(tmp_path) == 3


def warms(house: House, cast: Cast, said: int) -> None:
    who, now = cast.phones[1].id, house.now()
    house.write(lambda db: contributions.give_heart(db, said, who, given=True, now=now))


def counting(place: Path, answer: dict[str, object]) -> str:
    """Lines of a stand-in that answers so, and notes each question."""
    note = f"open({str(place / 'asked')!r}, 'a').write('.')"
    return f"{note}\n    print(json.dumps({{'answer': {answer!r}}}), flush=True)"


def asked(place: Path) -> int:
    return len((place / "asked").read_text())


def test_a_helper_answers_many_with_one_process_and_rests_when_nobody_asks(stand_in) -> None:
    module = stand_in("print(json.dumps({'answer': {'pid': os.getpid()}}), flush=True)")
    helper = Helper(module, longest_seconds=PATIENCE_SECONDS, idle_seconds=PATIENCE_SECONDS)
    first = helper.ask({})["pid"]
    helper._idle_seconds = 0.05
    assert helper.ask({})["pid"] == first
    with gevent.Timeout(PATIENCE_SECONDS):
        while helper.works:
            gevent.sleep(0.02)
    assert helper.ask({})["pid"]
    helper.stop()
    with pytest.raises(ChildFailed):
        helper.ask({})


def test_refusing_one_question_does_not_end_the_helper(stand_in) -> None:
    lines = (
        "line = {'error': 'KeyError: run'} if 'bad' in question else {'answer': {'pid': os.getpid()}}\n"
        "    print(json.dumps(line), flush=True)"
    )
    helper = Helper(stand_in(lines), longest_seconds=PATIENCE_SECONDS, idle_seconds=PATIENCE_SECONDS)
    before = helper.ask({})["pid"]
    with pytest.raises(ChildFailed) as refused:
        helper.ask({"bad": 1})
    assert refused.value.why == "refused"
    assert helper.ask({})["pid"] == before
    helper.stop()


def test_words_that_changed_while_a_vector_was_made_are_wanted_again(house: House, cast: Cast) -> None:
    says(house, cast, ["Koffie"])
    (passage,) = cast.passages()
    late = [vectors.Made(passage, vectors.hash_of("Thee"), b"12345678")]
    assert house.write(lambda db: vectors.keep(db, "m 1", late)) == 0
    with house.store.reading() as db:
        assert [each.text for each in vectors.wanted(db, "m 1", 9)] == ["Koffie"]
