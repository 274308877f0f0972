"""Names of several parts are one name to decide on, and masking one masks it in its whole thread."""

from __future__ import annotations

from collections import defaultdict

import pytest
from builders import Cast
from focus_acts import answer, probe, reply, reply_to_probe
from focus_builders import Focus, make_focus

from sessions.exports.anonymous import Rules
from sessions.exports.grade import Grade
from sessions.material import coding, third_persons
from sessions.material.full_names import literal, names_of, shorter


def names(*texts: str) -> list[list[str]]:
    found = names_of(texts)
    return [[text[start:end] for start, end in spans] for text, spans in zip(texts, found, strict=True)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ik kreeg hulp van Fatima De Smet aan het loket.", ["Fatima De Smet"]),
        ("Fatima De Smet hielp mij met de brief.", ["Fatima De Smet"]),
        ("Het was Jan van de Velde die belde.", ["Jan van de Velde"]),
        ("Daar zat Jan Van den Berghe te wachten.", ["Jan Van den Berghe"]),
        ("Ik ging toen met mevrouw Vander Elst mee.", ["Vander Elst"]),
        ("We hoorden het van Mohammed Ben Ali op school.", ["Mohammed Ben Ali"]),
        ("We hoorden het van Fatima el Amrani op school.", ["Fatima el Amrani"]),
        ("Het stond in de brief van Piet d'Hondt.", ["Piet d'Hondt"]),
        ("Het stond in de brief van Marie Le Clercq.", ["Marie Le Clercq"]),
        ("Ik zat toen naast Els Van 't Hof in de bus.", ["Els Van 't Hof"]),
        ("De bakker groet, maar Peter De Bakker niet.", ["Peter De Bakker"]),
        ("Ik ken Fatima en Joris van de sportclub.", ["Fatima", "Joris"]),
        ("Ik ken Fatima van de sportclub.", ["Fatima"]),
        ("Ik belde Fatima. De school antwoordde niet.", ["Fatima"]),
        ("Het is ver. De taal leren kost tijd.", []),
        ("MEVROUW DE SMET HIELP", []),
        ("Meer Geld Voor De Wijk", []),
    ],
)
def test_parts_and_what_stands_between_them_are_one_name(text: str, expected: list[str]) -> None:
    assert names(text) == [expected]


def test_a_name_at_the_beginning_of_a_sentence_is_the_one_that_stands_elsewhere() -> None:
    assert names("De Smet belde ons terug.", "Het was De Smet die het deed.") == [["De Smet"], ["De Smet"]]
    assert names("De Gentse buren belden.", "Het was een van de Gentse buren.") == [["Gentse"], ["Gentse"]]


def test_a_name_is_said_shorter() -> None:
    assert shorter("Jan Van den Berghe") == {
        "Jan", "Jan Van den Berghe", "Van den Berghe", "den Berghe", "Berghe",
    }  # fmt: skip
    assert literal({"Smet", "De Smet"}, "De Smet, Smet en Desmet") == [(0, 7), (9, 13)]


@pytest.fixture
def focus(cast: Cast) -> Focus:
    return make_focus(cast.house, cast.facilitator, members=3)


def found(focus: Focus) -> dict[int, list[tuple[str, str]]]:
    told: dict[int, list[tuple[str, str]]] = {}
    with focus.house.store.reading() as db:
        for each in third_persons.found(db, focus.workshop_id):
            told.setdefault(each.contribution_id, []).append((each.name, each.decision))
    return told


def decide(focus: Focus, said: int, name: str, decision: str) -> None:
    with focus.house.store.reading() as db:
        rows = third_persons.found(db, focus.workshop_id)
    each = next(each for each in rows if (each.contribution_id, each.name) == (said, name))
    place = (said, each.version, each.starts_at, each.ends_at)
    focus.write(third_persons.decide_all, focus.workshop_id, focus.moderator, [place], decision=decision)


def test_masking_a_name_masks_it_in_the_whole_thread_also_said_shorter(focus: Focus) -> None:
    one, two, three = focus.members[:3]
    said = answer(focus, one, "Wie ben je?", "Ik kreeg hulp van Fatima De Smet, ja Fatima was er altijd.")
    replied = reply(focus, two, said, "Ook mij hielp De Smet, en later Fatima Amrani.")["id"]
    probed = probe(focus, "Wie ben je?", one, about=said)
    to_probe = reply_to_probe(focus, one, probed, "Dat was Smet zelf, zoals altijd.")["id"]
    elsewhere = answer(focus, three, "Wie ben je?", "Ik ken ook een Fatima in mijn straat.")
    decide(focus, said, "Fatima De Smet", "mask")
    after = found(focus)
    assert after[said] == [("Fatima De Smet", "mask"), ("Fatima", "mask")]
    # Another Fatima, and one whom somebody else speaks of, are to be decided on by themselves.
    assert after[replied] == [("De Smet", "mask"), ("Fatima Amrani", "open")]
    assert after[to_probe] == [("Smet", "mask")] and after[elsewhere] == [("Fatima", "open")]
    coded = focus.write(coding.code, replied, focus.moderator, kind="interest", starts_at=0, ends_at=22)
    with focus.house.store.reading() as db:
        assert coding.material(db, coded).text == "Ook mij hielp […],"
    decide(focus, said, "Fatima", "keep")
    assert found(focus)[said] == [("Fatima De Smet", "mask"), ("Fatima", "keep")]
    decide(focus, said, "Fatima De Smet", "open")
    after = found(focus)
    assert after[replied][0] == ("De Smet", "open") and after[to_probe] == [("Smet", "open")]


def test_what_a_moderator_wrote_hides_the_name_said_shorter_too(focus: Focus) -> None:
    said = answer(focus, focus.members[0], "Wie ben je?", "Ik kreeg hulp van Fatima De Smet aan het loket.")
    decide(focus, said, "Fatima De Smet", "mask")
    with focus.house.store.reading() as db:
        rules = Rules(db, focus.workshop_id, Grade.PUBLIC, defaultdict(str))
    assert (
        rules.asked("Wat deed Fatima toen, of mevrouw De Smet?", None) == "Wat deed […] toen, of mevrouw […]?"
    )
