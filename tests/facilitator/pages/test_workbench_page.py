"""The workbench over HTTP: what is drawn without script, who may do what, and what a refusal says."""

from __future__ import annotations

import re

import pytest
from builders import Cast, contribute, csrf_of, intervention, propose, sign_in
from flask.testing import FlaskClient
from sqlalchemy import select

from facilitator.acts import ACTS
from facilitator.house import House
from sessions.analysis import themes
from sessions.models import Placement, Reading, Theme, User

REASONS = ["Het is gratis", "Het kost niets", "Iedereen kent elkaar", "Buren kennen elkaar"]
JSON = {"Accept": "application/json"}


class Bench:
    def __init__(self, house: House, cast: Cast, client: FlaskClient) -> None:
        answer = intervention(
            "Soep op de stoep", reasons=REASONS, levers=["vertrouwen"], preconditions=["geld"]
        )
        contribute(house, cast.phones[0], cast.step(), answer)
        self.house, self.cast, self.client = house, cast, client
        self.path = f"/workshops/{cast.gathering}/workbench/{cast.analysis()}"
        self.passages = cast.passages()
        self.enter(cast.facilitator)

    def enter(self, user_id: int) -> None:
        sign_in(self.client, self.house, user_id)
        self.token = csrf_of(self.client, self.path)

    def page(self, query: str = "") -> str:
        return self.client.get(self.path + query).get_data(as_text=True)

    def act(self, name: str, headers=JSON, **fields):
        data = {"csrf_token": self.token, **fields}
        return self.client.post(f"{self.path}/acts/{name}", data=data, headers=headers)

    def makes(self, title: str, *places: int) -> int:
        answer = self.act("make", title=title, passage=[self.passages[place] for place in places])
        return answer.get_json()["theme"]

    def themes(self) -> dict[str, Theme]:
        with self.house.store.reading() as db:
            return {theme.title: theme for theme in themes.alive(db, self.cast.analysis())}

    def placed(self) -> dict[int, int]:
        with self.house.store.reading() as db:
            rows = db.scalars(select(Placement)).all()
            return {self.passages.index(row.passage_id): row.theme_id for row in rows}


@pytest.fixture
def bench(house: House, cast: Cast, client: FlaskClient) -> Bench:
    return Bench(house, cast, client)


def test_the_page_shows_contributions_proposals_and_decisions_apart(bench: Bench) -> None:
    propose(bench.house, bench.cast.analysis(), [("elkaar, buren", bench.passages[2:])])
    bench.makes("Kost niets", 1)
    page = bench.page()
    assert re.search(r'class="theme decision".*?Kost niets.*?Het kost niets', page, re.S)
    assert re.search(r'class="theme proposal".*?elkaar, buren.*?Buren kennen elkaar', page, re.S)
    assert re.search(r'class="loose".*?Het is gratis', page, re.S)
    assert "1 in een thema, 2 in een voorstel, 1 nog niet geplaatst" in page


def test_a_plain_form_adopts_under_the_name_that_people_gave(bench: Bench) -> None:
    propose(bench.house, bench.cast.analysis(), [("elkaar, buren", bench.passages[2:])])
    (cluster,) = re.findall(r'name="cluster_id" value="(\d+)"', re.sub(r"(?s)<template.*", "", bench.page()))[
        :1
    ]
    answer = bench.act("adopt", headers={}, cluster_id=cluster, title="Buren kennen elkaar")
    assert answer.status_code == 303
    assert bench.themes()["Buren kennen elkaar"].cluster_words == "elkaar, buren"
    assert "Werktitel van de machine" in bench.page(f"?theme={bench.themes()['Buren kennen elkaar'].id}")


def test_every_main_act_works_as_a_plain_form(bench: Bench) -> None:
    near, free = bench.makes("Dichtbij", 0), bench.makes("Gratis", 1)
    bench.act("change", headers={}, theme_id=near, title="Vlakbij", description="Te voet", level="goal")
    bench.act("move", headers={}, passage=bench.passages[2], theme_id=near)
    bench.act("rank", headers={}, theme_id=free, direction="last")
    assert (bench.themes()["Vlakbij"].level, bench.themes()["Gratis"].rank) == ("goal", 1)
    assert bench.placed() == {0: near, 1: free, 2: near}
    bench.act("merge", headers={}, theme_id=free, into_id=near)
    assert bench.placed() == {0: near, 1: near, 2: near}
    bench.act("dissolve", headers={}, theme_id=near)
    assert bench.placed() == {}
    bench.act("undo", headers={})
    assert bench.placed() == {0: near, 1: near, 2: near}
    bench.act("redo", headers={})
    assert bench.placed() == {}


def test_splitting_and_key_groups(bench: Bench) -> None:
    near = bench.makes("Dichtbij", 0, 1)
    new = bench.act("split", theme_id=near, passage=bench.passages[1], title="Gratis").get_json()["theme"]
    group = bench.act("make-group", title="Nabijheid").get_json()["group"]
    bench.act("change", theme_id=new, key_group_id=group)
    bench.act("rename-group", group_id=group, title="Dicht bij huis", seen_title="Nabijheid")
    assert bench.placed() == {0: near, 1: new}
    assert bench.themes()["Gratis"].key_group_id == group
    assert "Dicht bij huis" in bench.page()
    bench.act("dissolve-group", group_id=group)
    assert bench.themes()["Gratis"].key_group_id is None


def test_an_order_by_a_measure_is_taken_over_as_it_was_seen_and_can_be_undone(bench: Bench) -> None:
    small, large = bench.makes("Buren", 3), bench.makes("Gratis", 0, 1)
    shown = re.sub(r"(?s)<template.*", "", bench.page("?show=order"))
    by_said = re.search(r'data-order-by="said">.*?</section>', shown, re.S).group(0)
    ids = re.findall(r'name="theme" value="(\d+)"', by_said)
    assert ids == [str(large), str(small)]
    assert 'data-order-by="rating" hidden' in shown, "nobody put them in order yet"
    answer = bench.act("rank-all", headers={}, theme=ids, show="order")
    assert answer.location.endswith("?show=order")
    assert {title: theme.rank for title, theme in bench.themes().items()} == {"Gratis": 1, "Buren": 2}
    bench.act("undo")
    assert {theme.rank for theme in bench.themes().values()} == {None}
    # A colleague ranked what is not in the list that this person looks at.
    bench.act("rank-to", theme_id=bench.makes("Welkom"), place=1)
    bench.act("rank-all", theme=ids)
    ranks = {title: theme.rank for title, theme in bench.themes().items()}
    assert ranks == {"Gratis": 1, "Buren": 2, "Welkom": 3}
    gone = bench.act("dissolve", theme_id=small)
    assert gone.status_code == 200
    assert bench.act("rank-all", theme=ids).status_code == 409
    assert bench.act("rank-all").status_code == 422


def test_key_groups_are_described_and_put_in_order(bench: Bench) -> None:
    first, second = (bench.act("make-group", title=title).get_json()["group"] for title in ("Eerst", "Dan"))
    bench.act("rename-group", group_id=second, title="Dan", description="Niets gaat vanzelf.")
    assert bench.act("move-group", group_id=second, direction="up").status_code == 200
    heads = re.findall(r'data-group="(\d+)"', re.sub(r"(?s)<template.*", "", bench.page()))
    assert heads == [str(second), str(first)]
    assert "Niets gaat vanzelf." in bench.page()
    assert bench.act("move-group", group_id=second, direction="sideways").status_code == 409


def test_who_sees_an_older_board_is_refused_and_nothing_changes(bench: Bench) -> None:
    near, free = bench.makes("Dichtbij", 0), bench.makes("Gratis", 1)
    answers = [
        bench.act("move", passage=bench.passages[0], theme_id=free, seen_theme=0),
        bench.act("change", theme_id=near, title="Mijn naam", seen_title="Een oude naam"),
        bench.act("undo", seen_change=1),
        bench.act("adopt", cluster_id=999),
        bench.act("dissolve", theme_id=999),
    ]
    assert [answer.status_code for answer in answers] == [409] * 5
    assert {answer.get_json()["why"] for answer in answers} == {"conflict"}
    assert bench.placed() == {0: near, 1: free}
    assert set(bench.themes()) == {"Dichtbij", "Gratis"}


def test_a_form_that_says_the_same_leaves_nothing_to_undo(bench: Bench) -> None:
    near = bench.makes("Dichtbij", 0)
    before = bench.act("change", theme_id=near, title="Dichtbij", level="characteristic").get_json()
    after = bench.act("change", theme_id=near, title="Dichtbij", key_group_id="0").get_json()
    assert before["revision"] == after["revision"]


@pytest.mark.parametrize(
    ("act", "fields", "field"),
    [
        ("make", {"title": ""}, "title"),
        ("make", {"title": "x" * 121}, "title"),
        ("move", {"theme_id": "0"}, "passage"),
        ("make-group", {"title": " "}, "title"),
    ],
)
def test_what_is_missing_is_said_by_field(bench: Bench, act: str, fields: dict, field: str) -> None:
    answer = bench.act(act, **fields)
    assert answer.status_code == 422
    assert list(answer.get_json()["errors"]) == [field]


def test_an_observer_reads_and_can_do_nothing(bench: Bench) -> None:
    near = bench.makes("Dichtbij", 0)
    bench.enter(bench.cast.observer)
    page = bench.page()
    assert "Dichtbij" in page
    assert "Je kijkt mee" in page
    assert "/acts/" not in page
    assert 'class="tik"' not in page
    statuses = {name: bench.act(name, theme_id=near).status_code for name in ACTS}
    assert set(statuses.values()) == {403}
    for path in ("propose", "cancel"):
        data = {"csrf_token": bench.token}
        assert bench.client.post(f"{bench.path}/{path}", data=data).status_code == 403
    assert bench.placed() == {0: near}


def test_a_stranger_learns_nothing(bench: Bench) -> None:
    sign_in(bench.client, bench.house, bench.cast.stranger)
    for path in ("", "/history", f"/why/{bench.passages[0]}"):
        assert bench.client.get(bench.path + path).status_code == 404
    assert bench.act("undo").status_code == 404


def test_an_analysis_of_another_workshop_is_not_reached_through_ones_own(bench: Bench) -> None:
    theirs = bench.cast.analysis(workshop_id=bench.cast.elsewhere)
    path = f"/workshops/{bench.cast.gathering}/workbench/{theirs}"
    assert bench.client.get(path).status_code == 404
    data = {"csrf_token": bench.token, "title": "Binnen"}
    assert bench.client.post(f"{path}/acts/make", data=data).status_code == 404


def test_things_of_another_analysis_are_not_touched(bench: Bench) -> None:
    near = bench.makes("Dichtbij", 0)
    other = f"/workshops/{bench.cast.gathering}/workbench/{bench.cast.analysis('preconditions')}"
    data = {"csrf_token": bench.token, "theme_id": near}
    assert bench.client.post(f"{other}/acts/dissolve", data=data, headers=JSON).status_code == 409
    assert bench.placed() == {0: near}


def test_reading_raw_text_is_kept_in_the_log(bench: Bench) -> None:
    bench.page()
    with bench.house.store.reading() as db:
        noted = db.scalars(select(Reading)).all()
    assert {(each.user_id, each.what) for each in noted} == {(bench.cast.facilitator, "workbench")}


def test_the_lens_shows_what_it_is_asked_for(bench: Bench) -> None:
    def loose(query: str) -> str:
        return re.search(r'(?s)class="loose".*?</ul>', bench.page(query)).group()

    assert "Het is gratis" not in loose("?q=buren")
    assert "Buren kennen elkaar" in loose("?q=BUREN")
    assert "Buren kennen elkaar" in loose("?table=1&lever=vertrouwen")
    assert "Buren kennen elkaar" not in loose("?table=2")
    assert "Buren kennen elkaar" not in loose("?lever=grondrechten")


def test_the_history_is_told_in_sentences(bench: Bench) -> None:
    bench.makes("Dichtbij", 0)
    lines = bench.client.get(f"{bench.path}/history", headers=JSON).get_json()["lines"]
    assert [(line["who"], line["words"]) for line in lines] == [("Hilde", "maakte “Dichtbij”")]
    assert "maakte “Dichtbij”" in bench.page("?show=history")


def test_a_passage_tells_its_neighbours_and_its_way(bench: Bench, app, house: House) -> None:
    propose(bench.house, bench.cast.analysis(), [("elkaar, buren", bench.passages[2:])])
    near = bench.makes("Buren", 3)
    why = bench.client.get(f"{bench.path}/why/{bench.passages[3]}", headers=JSON).get_json()
    assert why["neighbours"][0]["text"] == "Iedereen kent elkaar"
    assert [line["words"].split(":")[0] for line in why["history"]][-1] == "zette dit in “Buren”"
    assert near
    assert bench.client.get(f"{bench.path}/why/99999", headers=JSON).status_code == 404


def test_words_of_participants_are_never_markup(bench: Bench) -> None:
    answer = intervention("<b>vet</b>", reasons=["<img src=x onerror=alert(1)>"])
    contribute(bench.house, bench.cast.phones[1], bench.cast.step(), answer)
    assert "<img src=x" not in bench.page()
    assert "&lt;img src=x" in bench.page()


@pytest.mark.parametrize("wish", [{"k": "0"}, {"k": "veel"}, {"k": "201"}, {"fineness": "12"}])
def test_an_impossible_number_of_groups_is_refused(bench: Bench, wish: dict) -> None:
    answer = bench.client.post(
        f"{bench.path}/propose", data={"csrf_token": bench.token, **wish}, headers=JSON
    )
    assert answer.status_code == 422


def test_a_key_characteristic_that_is_only_a_word_is_asked_for_more_and_never_stopped(bench: Bench) -> None:
    respect = bench.makes("Respect", 0, 1)

    def asked() -> list[str]:
        page = re.sub(r"(?s)<template.*", "", bench.page(f"?theme={respect}"))
        assert "1 sleutelkenmerk vraagt nog een scherper woord" in page
        return re.findall(r"<li>(.*?)</li>", re.search(r'(?s)data-slot="questions">.*?</ul>', page).group(0))

    word, explanation, source = asked()
    assert word == "Hier is niemand tegen. Wat betekent het precies: voor wie, waar werkte het, waar niet?"
    assert explanation.startswith("Er staat nog geen uitleg bij.")
    assert bench.act("rank", theme_id=respect, direction="last").status_code == 200
    bench.act("change", theme_id=respect, title="Je leert een naam", description="Voor nieuwe buren.")
    assert asked() == [source]


def test_the_lens_stays_in_the_address_and_in_every_form(bench: Bench) -> None:
    bench.makes("Gratis", 0)
    page = re.sub(r"(?s)<template.*", "", bench.page("?q=kent&table=99&language=xx"))
    assert "1 van 4 bijdragen" in page
    assert page.count('class="card"') == 1
    assert "0 van 1" in page
    assert 'name="q" value="kent"' in page
    (action,) = set(re.findall(r'action="([^"]*/acts/move[^"]*)"', page))
    assert action.endswith("/acts/move?q=kent&amp;")
    fields = {"csrf_token": bench.token, "passage": bench.passages[2], "title": "Buren"}
    answer = bench.client.post(f"{bench.path}/acts/make?q=kent&", data=fields)
    assert answer.status_code == 303
    assert f"q=kent&theme={bench.themes()['Buren'].id}" in answer.headers["Location"]


def test_each_takes_back_their_own_acts_and_a_refusal_names_what_the_other_did(bench: Bench) -> None:
    near = bench.makes("Dichtbij", 0)
    bench.enter(bench.cast.analyst)
    page = re.sub(r"(?s)<template.*", "", bench.page())
    assert re.search(r'data-slot="undo" disabled', page), "what somebody else did is not mine to take back"
    bench.act("change", theme_id=near, title="Vlakbij")
    bench.enter(bench.cast.facilitator)
    assert "Maak ongedaan: thema maken" in bench.page()
    answer = bench.act("undo")
    assert answer.status_code == 422
    with bench.house.store.reading() as db:
        name = db.get_one(User, bench.cast.analyst).name
    (sentence,) = answer.get_json()["errors"]["undo"]
    assert sentence.startswith(f"Dit kan niet meer: {name} werkte er daarna aan verder (thema bewerken).")
    assert set(bench.themes()) == {"Vlakbij"}
    plain = bench.act("undo", headers={})
    assert name in plain.get_data(as_text=True)
