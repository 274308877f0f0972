"""Proposals over the web: what would change is told first, choosing is an act, and a model may be missing."""

from __future__ import annotations

from typing import Any

import pytest
from builders import Cast, contribute, csrf_of, intervention, join, propose, sign_in
from sqlalchemy import select

from facilitator.house import House
from sessions.analysis import themes
from sessions.journal import Actor
from sessions.models import Cluster, Run
from sessions.proposing import cuts, runs

REASONS = ["Het is gratis", "Het kost niets", "Iedereen kent elkaar", "Buren kennen elkaar", "Dicht bij huis"]
JSON = {"Accept": "application/json"}


class Bench:
    def __init__(self, house: House, cast: Cast, client: Any) -> None:
        self.house, self.cast, self.client = house, cast, client
        self.analysis = cast.analysis()
        contribute(house, cast.phones[0], cast.step(), intervention(reasons=REASONS))
        self.passages = cast.passages()
        sign_in(client, house, cast.facilitator)
        self.path = f"/workshops/{cast.gathering}/workbench/{self.analysis}"
        self.token = csrf_of(client, self.path)

    def post(self, path: str, **fields: Any) -> Any:
        form = {"csrf_token": self.token, **fields}
        return self.client.post(f"{self.path}/{path}", data=form, headers=JSON)

    def get(self, path: str) -> Any:
        return self.client.get(f"{self.path}/{path}", headers=JSON)

    def page(self) -> str:
        return self.client.get(self.path).get_data(as_text=True)

    def offers(self, *groups: tuple[str, list[int]], to: int | None = None) -> int:
        """A finished run that is offered, with a tree over all passages: two leaves, one join."""
        half = len(self.passages) // 2
        home = [int(place >= half) for place in range(len(self.passages))]
        grown = {"format": 1, "home": home, "leaves": 2, "merges": [[0, 1]], "keys": [], "claimed": []}
        tree = {"passages": self.passages, "tree": grown}
        now = self.house.now()

        def act(db: Any) -> int:
            run_id = runs.start_run(db, self.analysis, user_id=None, now=now)
            found = [
                runs.Proposed(words, [(each, 0.8) for each in members], theme_id=to)
                for words, members in groups
            ]
            outcome = runs.Outcome("by hand", {"fingerprint": "x"}, tree=tree, offer=True)
            runs.finish_run(db, run_id, found, outcome, now=now)
            return run_id

        return self.house.write(act)

    def state(self, run_id: int) -> str:
        with self.house.store.reading() as db:
            return db.get_one(Run, run_id).state


@pytest.fixture
def bench(house: House, cast: Cast, client) -> Bench:
    return Bench(house, cast, client)


def test_a_new_proposal_waits_until_somebody_chooses_it(bench: Bench) -> None:
    first = propose(bench.house, bench.analysis, [("alles", bench.passages)])
    second = bench.offers(("links", bench.passages[:2]), ("rechts", bench.passages[2:]))
    told = bench.get(f"runs/{second}/preview").json
    assert (told["groups"], told["new"], told["same"], told["gone"], told["moving"]) == (2, 1, 0, 0, 2)
    page = bench.page()
    assert told["words"] in page and "Leg dit voorstel neer" in page
    assert bench.state(first) == "done" and bench.state(second) == "offered"
    assert bench.post(f"runs/{second}/take").json["run"] == second
    assert bench.state(second) == "done"
    assert bench.post(f"runs/{second}/take").status_code == 409


def test_what_lies_on_the_table_stays_when_the_new_one_is_left_aside(bench: Bench) -> None:
    propose(bench.house, bench.analysis, [("alles", bench.passages)])
    offered = bench.offers(("links", bench.passages[:2]), ("rechts", bench.passages[2:]))
    assert bench.post(f"runs/{offered}/leave").status_code == 200
    with bench.house.store.reading() as db:
        assert len(cuts.now_on_the_table(db, bench.analysis)) == 1


def test_what_would_go_to_a_theme_that_nobody_named_goes_by_its_working_title(bench: Bench) -> None:
    propose(
        bench.house, bench.analysis, [("buren, kennen", bench.passages[2:4]), ("dicht", bench.passages[4:])]
    )
    (theme,) = bench.post("acts/adopt-all", passage=bench.passages[2:4]).json["themes"]
    told = bench.get(f"runs/{bench.offers(('gratis', bench.passages[:2]), to=theme)}/preview").json
    assert told["to_themes"] == [{"theme": theme, "title": "buren, kennen", "cards": 2}]
    assert "2 gaan naar “buren, kennen”" in told["words"] and told["words"] in bench.page()


def test_the_preview_of_a_cut_writes_nothing_and_the_cut_does_what_it_said(bench: Bench) -> None:
    run_id = bench.offers(("links", bench.passages[:2]), ("rechts", bench.passages[2:]))
    told = bench.get(f"runs/{run_id}/preview?k=1").json
    assert (told["k"], told["groups"], told["moving"]) == (1, 1, 2)
    assert bench.get(f"runs/{run_id}/preview?k=2").json["same"] == 2
    new = bench.post(f"runs/{run_id}/cut", k="1").json["run"]
    with bench.house.store.reading() as db:
        (cluster,) = db.scalars(select(Cluster).where(Cluster.run_id == new))
        (group,) = cuts.now_on_the_table(db, bench.analysis)
    assert cluster.words and group.cards == set(bench.passages)
    assert bench.post("acts/undo").status_code == 200
    with bench.house.store.reading() as db:
        assert len(cuts.now_on_the_table(db, bench.analysis)) == 2


def test_what_lies_there_by_now_is_neither_taken_over_nor_cut_away_unseen(bench: Bench) -> None:
    first = bench.offers(("links", bench.passages[:2]), ("rechts", bench.passages[2:]))
    form, fine = (
        bench.page().partition(start)[2].partition("</form>")[0] for start in ("acts/adopt-all", "data-fine")
    )
    for each in (form, fine):
        assert f'name="seen_run" value="{first}"' in each
    other = propose(bench.house, bench.analysis, [("heel anders", bench.passages)])
    for path in ("acts/adopt-all", f"runs/{first}/cut"):
        answer = bench.post(path, k="2", seen_run=first)
        assert (answer.status_code, answer.json["why"]) == (409, "other-proposal")
        assert answer.json["message"].startswith("Intussen ligt er een ander voorstel.")
    with bench.house.store.reading() as db:
        assert not themes.alive(db, bench.analysis)
        assert [each.cards for each in cuts.now_on_the_table(db, bench.analysis)] == [set(bench.passages)]
    assert len(bench.post("acts/adopt-all", seen_run=other).json["themes"]) == 1


@pytest.mark.parametrize("k", ["", "0", "x", "201", "-1", "٣"])
def test_an_impossible_number_is_refused_in_words(bench: Bench, k: str) -> None:
    run_id = bench.offers(("alles", bench.passages))
    for answer in (bench.get(f"runs/{run_id}/preview?k={k}"), bench.post(f"runs/{run_id}/cut", k=k)):
        assert answer.status_code == 422
        assert answer.json["errors"]["k"]


def test_a_run_of_another_question_is_not_there(bench: Bench) -> None:
    run_id = bench.offers(("alles", bench.passages))
    other = f"/workshops/{bench.cast.gathering}/workbench/{bench.cast.analysis('preconditions')}"
    for act in ("take", "leave", "cut", "repeat"):
        fields = {"csrf_token": bench.token, "k": "2"}
        answer = bench.client.post(f"{other}/runs/{run_id}/{act}", data=fields, headers=JSON)
        assert answer.status_code == 404
    assert bench.client.get(f"{other}/runs/{run_id}/preview", headers=JSON).status_code == 404


def test_suggestions_name_the_theme_how_sure_and_why(bench: Bench) -> None:
    themes_of = {}
    for title, places in (("Gratis", [0]), ("Buren", [2])):
        chosen = [bench.passages[place] for place in places]
        themes_of[title] = bench.house.write(
            lambda db, title=title, chosen=chosen: themes.make(
                db,
                bench.analysis,
                bench.cast.moderator,
                title=title,
                passage_ids=chosen,
                now=bench.house.now(),
            )
        )
    answer = bench.get("suggestions.json").json
    assert answer["state"] == "behind" and answer["lacking"] == 5 and answer["words"]
    bench.house.jobs.thoughts.catch_up()
    answer = bench.get("suggestions.json").json
    assert answer["state"] == "ready" and answer["words"] == ""
    near = answer["suggestions"][str(bench.passages[3])][0]
    assert (near["theme"], near["because"]) == (themes_of["Buren"], bench.passages[2])
    assert 0 < near["sure"] < 1


def test_themes_known_beforehand_are_written_read_and_taken_from_what_one_may_read(bench: Bench) -> None:
    answer = bench.post("known", lines="Gratis | Wie weinig heeft\n\nBuren")
    assert [(each["title"], each["description"]) for each in answer.json["known"]] == [
        ("Gratis", "Wie weinig heeft"),
        ("Buren", ""),
    ]
    cast = bench.cast
    foreign = cast.analysis(workshop_id=cast.elsewhere)
    stranger = join(bench.house, cast.elsewhere)
    step = cast.step(workshop_id=cast.elsewhere)
    contribute(bench.house, stranger, step, intervention(reasons=["Iets"]))
    assert bench.post("known", **{"from": foreign}).status_code in (403, 404)
    own = cast.analysis("preconditions")
    now, by = bench.house.now(), Actor("user", cast.facilitator)
    bench.house.write(lambda db: themes.make(db, own, by, title="Tijd", passage_ids=[], now=now))
    answer = bench.post("known", **{"from": own})
    assert [each["title"] for each in answer.json["known"]] == ["Gratis", "Buren", "Tijd"]
    assert bench.get("known.json").json["known"] == answer.json["known"]
