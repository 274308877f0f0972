"""The demonstration day is data that everything else plays: it keeps what was promised about it."""

import json
from collections import Counter
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import pytest

DAY_FILE = Path(__file__).parents[3] / "facilitator" / "demo" / "day.nl.json"
MOST_USED_LEVERS = {"vertrouwen", "handelingsvermogen", "meerwaarde"}
LEAST_USED_LEVERS = {"grondrechten", "levenskwaliteit", "herverdelen"}
SEVEN_GROUPS = {
    "zichtbaarheid",
    "continuiteit",
    "laagdrempelig",
    "delen",
    "ontmoeten",
    "talenten",
    "trekkers",
}
REST_GROUPS = {
    "samenwerking",
    "eigenaarschap",
    "creativiteit",
    "zelfreflectie",
    "lokaal_bovenlokaal",
    "participatie",
    "experimenteren",
    "urgentie",
    "schaalbaarheid",
}
PRECONDITIONS_BY_IMPORTANCE = [
    "middelen",
    "samenwerking",
    "mentaliteit",
    "beleid",
    "engagement",
    "juridisch",
    "zichtbaarheid",
    "monitoring",
]
INTERVENTION_FIELDS = {
    "person",
    "title",
    "what",
    "who",
    "formal",
    "existing",
    "here",
    "levers",
    "reasons",
    "preconditions",
    "obstacle",
    "gold",
}
LONGEST_TITLE = 80
LONGEST_TEXT = 280


@pytest.fixture(scope="module")
def day() -> dict[str, Any]:
    return json.loads(DAY_FILE.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def interventions(day: dict[str, Any]) -> list[dict[str, Any]]:
    return day["interventions"]


def said(interventions: list[dict[str, Any]], field: str) -> list[tuple[int, str]]:
    """Every text of one list field, with the number of the person who said it."""
    return [(each["person"], text) for each in interventions for text in each[field]]


def groups(interventions: list[dict[str, Any]], field: str) -> Counter[str]:
    return Counter(group for each in interventions for group in each["gold"][field])


def test_eighty_people_sit_at_ten_tables_of_eight(day: dict[str, Any]) -> None:
    assert day["tables"] == 10
    assert [person["n"] for person in day["people"]] == list(range(1, 81))
    assert Counter(person["table"] for person in day["people"]) == dict.fromkeys(range(1, 11), 8)


def test_about_half_of_the_people_give_no_name_and_no_name_is_given_twice(day: dict[str, Any]) -> None:
    names = [person["name"] for person in day["people"] if person["name"] is not None]
    assert 32 <= len(names) <= 48
    assert len(set(names)) == len(names)
    assert all(name == name.strip() and name for name in names)


def test_the_hall_says_as_much_as_promised(interventions: list[dict[str, Any]]) -> None:
    assert len(interventions) >= 256
    assert len(said(interventions, "reasons")) >= 480
    assert len(said(interventions, "preconditions")) >= 360
    assert all(1 <= len(each["reasons"]) <= 3 for each in interventions)
    assert all(len(each["preconditions"]) <= 3 for each in interventions)
    assert any(not each["preconditions"] for each in interventions)


def test_everybody_says_something_and_nobody_more_than_six_things(
    day: dict[str, Any], interventions: list[dict[str, Any]]
) -> None:
    per_person = Counter(each["person"] for each in interventions)
    assert set(per_person) == {person["n"] for person in day["people"]}
    assert set(per_person.values()) == {1, 2, 3, 4, 5, 6}


def test_every_intervention_has_every_field_and_only_known_values(
    interventions: list[dict[str, Any]],
) -> None:
    known_levers = MOST_USED_LEVERS | LEAST_USED_LEVERS
    for each in interventions:
        assert set(each) == INTERVENTION_FIELDS
        assert each["levers"], each["title"]
        assert set(each["levers"]) <= known_levers
        assert len(set(each["levers"])) == len(each["levers"])
        assert all(each[switch] in (True, False, None) for switch in ("formal", "existing", "here"))


def test_wished_for_abroad_informal_and_unsaid_all_occur(interventions: list[dict[str, Any]]) -> None:
    assert sum(each["existing"] is False for each in interventions) >= 30
    assert sum(each["here"] is False for each in interventions) >= 10
    assert sum(each["formal"] is False for each in interventions) >= 60
    for switch in ("formal", "existing", "here"):
        assert sum(each[switch] is None for each in interventions) >= 10
    assert any(not each["who"] for each in interventions)
    assert any(each["obstacle"] for each in interventions)
    assert any(not each["obstacle"] for each in interventions)


def test_no_text_is_too_long_empty_or_untidy_at_its_ends(day: dict[str, Any]) -> None:
    for each in day["interventions"]:
        assert 0 < len(each["title"]) <= LONGEST_TITLE
        assert all([*each["reasons"], *each["preconditions"]]), each["title"]
        texts = [each["title"], each["what"], each["who"], each["obstacle"]]
        for text in [*texts, *each["reasons"], *each["preconditions"]]:
            assert len(text) <= LONGEST_TEXT
            assert text == text.strip()
            assert text.isprintable()
    assert len(day["title"]) <= LONGEST_TITLE


def test_each_table_has_one_finding_of_its_own(day: dict[str, Any]) -> None:
    assert len(day["findings"]) == day["tables"]
    assert len(set(day["findings"])) == day["tables"]
    assert all(0 < len(finding) <= LONGEST_TEXT for finding in day["findings"])


def test_every_reason_and_precondition_has_its_group(interventions: list[dict[str, Any]]) -> None:
    for each in interventions:
        assert len(each["gold"]["reasons"]) == len(each["reasons"])
        assert len(each["gold"]["preconditions"]) == len(each["preconditions"])
    assert set(groups(interventions, "reasons")) == SEVEN_GROUPS | REST_GROUPS
    assert set(groups(interventions, "preconditions")) == set(PRECONDITIONS_BY_IMPORTANCE)


def test_the_seven_groups_are_each_larger_than_any_rest_subject(interventions: list[dict[str, Any]]) -> None:
    sizes = groups(interventions, "reasons")
    assert min(sizes[group] for group in SEVEN_GROUPS) > max(sizes[group] for group in REST_GROUPS)
    assert min(sizes.values()) >= 5


def test_preconditions_are_said_in_the_order_of_importance(interventions: list[dict[str, Any]]) -> None:
    sizes = groups(interventions, "preconditions")
    in_order = [sizes[group] for group in PRECONDITIONS_BY_IMPORTANCE]
    assert all(larger > smaller for larger, smaller in pairwise(in_order))


def test_trust_comes_first_and_three_levers_stay_clearly_behind(interventions: list[dict[str, Any]]) -> None:
    sizes = Counter(lever for each in interventions for lever in each["levers"])
    assert sizes.most_common(1)[0][0] == "vertrouwen"
    assert min(sizes[lever] for lever in MOST_USED_LEVERS) >= 1.4 * max(
        sizes[lever] for lever in LEAST_USED_LEVERS
    )


def test_hearts_are_valid_given_once_and_never_to_oneself(day: dict[str, Any]) -> None:
    people = {person["n"] for person in day["people"]}
    pairs = [(heart["person"], heart["intervention"]) for heart in day["hearts"]]
    assert 380 <= len(pairs) <= 440
    assert len(set(pairs)) == len(pairs)
    for giver, index in pairs:
        assert giver in people
        assert 0 <= index < len(day["interventions"])
        assert day["interventions"][index]["person"] != giver


def test_hearts_are_uneven(day: dict[str, Any]) -> None:
    received = Counter(heart["intervention"] for heart in day["hearts"])
    favourites = sum(count for _, count in received.most_common(len(day["interventions"]) // 10))
    assert favourites >= len(day["hearts"]) / 3
    assert len(received) < len(day["interventions"])


def trigrams(text: str) -> set[str]:
    return {text[at : at + 3] for at in range(len(text) - 2)}


@pytest.mark.parametrize("field", ["reasons", "preconditions"])
def test_some_people_say_nearly_the_same_but_most_do_not(
    interventions: list[dict[str, Any]], field: str
) -> None:
    texts = [(person, trigrams(text.lower())) for person, text in said(interventions, field)]
    twins: set[int] = set()
    for (first, (one, theirs)), (second, (other, yours)) in combinations(enumerate(texts), 2):
        if one != other and 2 * len(theirs & yours) > 0.55 * (len(theirs) + len(yours)):
            twins |= {first, second}
    assert 0.06 <= len(twins) / len(texts) <= 0.12
