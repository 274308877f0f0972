"""The rest of the demonstration day is whole: people exist, words fit, places are places."""

from __future__ import annotations

import json
from collections import Counter

import pytest

from facilitator.demo.blossom import FILE, Blossom, Petal
from facilitator.demo.day import Day, load
from sessions import scripts
from sessions.exercises.lotus import LONGEST_PETAL
from sessions.models import LOTUS, PETALS

LONGEST_FINDING, LONGEST_EXPLANATION, LONGEST_VISION = 140, 200, 80
LONGEST_TITLE, LONGEST_TEXT = 80, 280


@pytest.fixture(scope="module")
def day() -> Day:
    return load()


@pytest.fixture(scope="module")
def blossom(day: Day) -> Blossom:
    return day.blossom


def said_by_petal(blossom: Blossom) -> list[Petal]:
    return [*blossom.petals, *blossom.renamed, blossom.conflict]


def test_everybody_who_says_something_sits_at_that_table(day: Day, blossom: Blossom) -> None:
    table_of = {person.number: person.table for person in day.people}
    spoken = [(each.person, each.table) for each in (*said_by_petal(blossom), *blossom.notes)]
    spoken += [(person, table) for table, _, person in blossom.taken]
    for finding in blossom.findings:
        spoken += [(person, finding.table) for person in (finding.writer, finding.first_by, *finding.agrees)]
    assert all(table_of[person] == table for person, table in spoken)
    assert all(each.person in table_of for each in blossom.vision)


def test_each_table_has_a_lotus_with_open_petals_and_open_places(day: Day, blossom: Blossom) -> None:
    for number in range(1, day.tables + 1):
        lotus = [petal for petal in blossom.petals if petal.table == number]
        places = [petal.place for petal in lotus]
        assert set(places) <= set(LOTUS)
        assert len(set(places)) == len(places), "a place holds one"
        assert 5 <= len(set(places) & set(PETALS)) <= 8
        assert 20 <= len(places) <= 40
        assert {place[0] for place in places} == set(places) & set(PETALS), "no leaf without its petal"
        assert len({petal.person for petal in lotus}) >= 6, "a table writes together"
        assert 2 <= sum(note.table == number for note in blossom.notes) <= 5


def test_what_is_renamed_taken_or_contested_lies_there(blossom: Blossom) -> None:
    lying = {(petal.table, petal.place): petal for petal in blossom.petals}
    for petal in (*blossom.renamed, blossom.conflict):
        present = lying[petal.table, petal.place]
        assert (present.person, present.text) != (petal.person, petal.text)
        assert present.person != petal.person, "a table mate does it"
        assert present.group == petal.group
    for table, place, _ in blossom.taken:
        assert (table, place) in lying
    touched = [(petal.table, petal.place) for petal in (*blossom.renamed, blossom.conflict)]
    touched += [(table, place) for table, place, _ in blossom.taken]
    assert len(set(touched)) == len(touched)


def test_the_words_of_the_blossom_fit_and_are_tidy(day: Day, blossom: Blossom) -> None:
    assert max(len(petal.text) for petal in said_by_petal(blossom)) <= LONGEST_PETAL
    assert max(len(note.text) for note in blossom.notes) <= LONGEST_PETAL
    assert max(len(each.text) for each in blossom.vision) <= LONGEST_VISION
    for finding in blossom.findings:
        assert len(finding.first) <= LONGEST_FINDING
        assert 0 < len(finding.text) <= LONGEST_FINDING
        assert len(finding.explanation) <= LONGEST_EXPLANATION
    texts = [petal.text for petal in said_by_petal(blossom)] + [note.text for note in blossom.notes]
    assert all(text == text.strip() and text.isprintable() for text in texts)
    petals = Counter(petal.text for petal in said_by_petal(blossom))
    assert petals.most_common(1)[0][1] == 1, "a text says which petal it is"
    assert len(day.paper) == 4


def test_petals_belong_to_the_groups_of_the_day(day: Day, blossom: Blossom) -> None:
    groups = Counter(petal.group for petal in blossom.petals)
    seven = {group for group, judged in day.names["why"].items() if not judged.rest}
    assert set(groups) == set(day.names["why"])
    assert min(groups[each] for each in seven) > max(groups[each] for each in set(groups) - seven)
    assert all(petal.text in day.belongs["why"] for petal in said_by_petal(blossom))


def test_each_finding_is_what_its_table_tells_in_whole_sentences(day: Day, blossom: Blossom) -> None:
    told = json.loads((FILE.parent / "day.nl.json").read_text(encoding="utf-8"))["findings"]
    assert [each.table for each in blossom.findings] == list(range(1, day.tables + 1))
    for finding in blossom.findings:
        assert f"{finding.text} {finding.explanation}".strip() == told[finding.table - 1]
        assert finding.text[-1] in ".!?"
        assert finding.writer not in finding.agrees and finding.agrees
    anew = [finding for finding in blossom.findings if finding.first]
    assert len({finding.first_by == finding.writer for finding in anew}) == 2, "by the writer, by another"


def test_the_tree_grows_at_every_part_and_wind(blossom: Blossom) -> None:
    script = scripts.load("startmoment", "nl")
    hung = Counter(each.part for each in blossom.vision)
    assert set(hung) == {part.key for part in script.tree}
    assert 20 <= len(blossom.vision) <= 28
    levers = {lever.key for lever in script.levers}
    assert {each.lever for each in blossom.vision} - {""} == levers


def test_paper_is_filled_in_like_the_form(day: Day, blossom: Blossom) -> None:
    assert 1 <= blossom.paper_table <= day.tables
    known = {said.answer["title"] for said in day.said}
    for told, answer in zip(blossom.paper, day.paper, strict=True):
        assert 0 < len(answer["title"]) <= LONGEST_TITLE and answer["title"] not in known
        assert answer["reasons"] and answer["levers"]
        for kind in ("reasons", "preconditions"):
            assert len(told["gold"][kind]) == len(told[kind])
            assert all(len(part["text"]) <= LONGEST_TEXT for part in answer[kind])


def test_people_differ_in_what_they_find_most_important(day: Day, blossom: Blossom) -> None:
    orders = [blossom.preferences.of(person.number, person.table) for person in day.people]
    spoken = [order for order in orders if order]
    themes = set(day.names["preconditions"])
    assert all(set(order) == themes and len(order) == len(themes) for order in spoken)
    assert 0.7 * len(orders) < len(spoken) < len(orders), "most say it, some stay silent"
    assert len({tuple(order) for order in spoken}) > 0.9 * len(spoken)
    firsts = Counter(order[0] for order in spoken)
    assert len(firsts) >= 4, "there is no unanimity"
    places = {theme: sum(order.index(theme) for order in spoken) / len(spoken) for theme in themes}
    assert min(places, key=places.__getitem__) == "middelen"
    assert max(places, key=places.__getitem__) == "monitoring"
    assert blossom.preferences.of(1, 1) == blossom.preferences.of(1, 1)
