"""What a machine's proposal says of itself: how sure it is, what drew it, with what it was made."""

from __future__ import annotations

import re
from typing import Any

import pytest
from builders import Cast, contribute, csrf_of, intervention, sign_in
from sqlalchemy import select

from facilitator.house import House
from sessions.analysis import themes
from sessions.models import Run, Theme
from sessions.proposing import known_themes, runs
from sessions.proposing.runs import Outcome, Proposed, Wishes

REASONS = ["Het is gratis", "Het kost niets", "Iedereen kent elkaar", "Buren kennen elkaar", "Dicht bij huis"]
JSON = {"Accept": "application/json"}


class Bench:
    def __init__(self, house: House, cast: Cast, client: Any) -> None:
        contribute(house, cast.phones[0], cast.step(), intervention(reasons=REASONS))
        self.house, self.cast, self.client = house, cast, client
        self.analysis, self.ids = cast.analysis(), cast.passages()
        self.path = f"/workshops/{cast.gathering}/workbench/{self.analysis}"
        sign_in(client, house, cast.facilitator)
        self.token = csrf_of(client, self.path)

    def writes(self, verb: Any, *args: Any, **given: Any) -> Any:
        return self.house.write(lambda db: verb(db, *args, **given, now=self.house.now()))

    def proposes(self, *groups: Proposed, wishes: Wishes | None = None, **said: Any) -> int:
        run_id = self.writes(runs.start_run, self.analysis, user_id=self.cast.facilitator, wishes=wishes)
        outcome = Outcome("use-multilingual", {"version": "0.2.1", **said})
        self.writes(runs.finish_run, run_id, list(groups), outcome)
        return run_id

    def group(self, words: str, *places: int, **more: Any) -> Proposed:
        return Proposed(words, [(self.ids[place], 0.8) for place in places], **more)

    def posts(self, path: str, **fields: Any) -> Any:
        return self.client.post(f"{self.path}/{path}", data={"csrf_token": self.token, **fields})

    def page(self, path: str = "", **said: Any) -> str:
        """Without what the script alone makes of it."""
        answer = self.client.get(f"{self.path}{path}", query_string=said)
        assert answer.status_code == 200
        return re.sub(r"(?s)<template.*?</template>", "", answer.get_data(as_text=True))


@pytest.fixture
def bench(house: House, cast: Cast, client: Any) -> Bench:
    return Bench(house, cast, client)


def shown(page: str, slot: str) -> list[str]:
    """What stands in the parts of that name that are not hidden."""
    found = re.findall(rf'(?s)<(\w+)[^>]*? data-slot="{slot}"(?! hidden)[^>]*?>(.*?)</\1>', page)
    return [" ".join(re.sub(r"<[^>]+>", " ", inside).split()) for _tag, inside in found]


def test_a_proposal_says_how_it_holds_together_what_is_typical_and_what_bridges(bench: Bench) -> None:
    drawn = bench.group("elkaar, buren", 2, 3, medoid=bench.ids[3], cohesion=0.62, bridging=[0.1, 0.9])
    bench.proposes(drawn, bench.group("gratis", 0, 1, cohesion=0.2))
    page = bench.page()
    first, second = re.findall(r'(?s)<section class="theme proposal".*?</section>', page)
    assert shown(first, "quote") == ["Het meest typerend: “ Buren kennen elkaar ”"]
    assert 'aria-label="samenhang 62 op 100"' in first and "Samenhang 62 op 100" in first
    assert shown(first, "bridging-list") == ["Buren kennen elkaar"]
    assert shown(second, "quote") == [] and shown(second, "bridging") == []
    assert len(shown(bench.page(passage=bench.ids[3]), "says-bridges")) == 1
    assert shown(bench.page(passage=bench.ids[2]), "says-bridges") == []


def test_what_is_still_to_sort_what_fitted_nowhere_and_what_came_later_differ(bench: Bench) -> None:
    doubtful = bench.group("elkaar", 1, 2, 3, to_sort=[True, False, False])
    bench.proposes(doubtful, bench.group("huis", 4, loose=True))
    contribute(bench.house, bench.cast.phones[1], bench.cast.step(), intervention(reasons=["Soep en brood"]))
    page = bench.page()
    cards = dict(re.findall(r'(?s)<li class="card" data-passage="(\d+)">(.*?)</li>', page))
    marked = {
        place: [slot for slot in ("doubt-sort", "doubt-nowhere") if shown(cards[str(each)], slot)]
        for place, each in enumerate([*bench.ids, bench.cast.passages()[-1]])
    }
    # The first was looked at by no proposal, and the last came when it was made.
    assert marked == {0: [], 1: ["doubt-sort"], 2: [], 3: [], 4: ["doubt-nowhere"], 5: []}
    heard = [re.findall(r'aria-describedby="p\d+-(.*?)"', cards[str(each)]) for each in bench.ids]
    assert heard == [[], ["sort"], [], [], ["nowhere"]]
    (said,) = shown(page, "looked")
    assert said.startswith("De machine bekeek er 1,") and "kwam later" in said
    bench.posts("acts/make", title="Huis", passage=bench.ids[4])
    assert shown(bench.page(), "looked") == []


def test_a_known_theme_is_named_and_its_title_is_taken_by_one_press_alone(bench: Bench) -> None:
    lines, by = [("Wie weinig heeft", ""), ("Buren", "")], bench.cast.moderator
    bench.writes(known_themes.set_lines, bench.analysis, by, lines)
    with bench.house.store.reading() as db:
        known = known_themes.of_analysis(db, bench.analysis)[0].id
    bench.proposes(bench.group("gratis, niets", 0, 1, known_id=known), bench.group("elkaar", 2, 3))
    page = bench.page()
    first, second = re.findall(r'(?s)<section class="theme proposal".*?</section>', page)
    assert shown(first, "known") == ["Getrokken door het bekende thema “ Wie weinig heeft ”"]
    assert (
        'placeholder="Wie weinig heeft"' in first and 'value="Wie weinig heeft" data-slot="as-known"' in first
    )
    assert shown(second, "known") == shown(second, "as-known") == [] and "placeholder" not in second

    def adopts(section: str, **fields: str) -> str:
        cluster = re.search(r'name="cluster_id" value="(\d+)"', section)
        assert cluster is not None
        assert bench.posts("acts/adopt", cluster_id=cluster[1], **fields).status_code == 303
        with bench.house.store.reading() as db:
            return db.scalars(select(Theme).order_by(Theme.id.desc())).first().title

    assert adopts(first, title="") == "", "nobody agreed with its title"
    bench.posts("acts/undo")
    assert adopts(first, title="", as_known="Wie weinig heeft") == "Wie weinig heeft"
    assert adopts(second, title="Wij samen") == "Wij samen"


def test_proper_names_are_left_out_for_who_ticks_that(bench: Bench) -> None:
    form = re.search(r'(?s)<form class="voorstellen".*?</form>', bench.page())
    assert form is not None and "Laat eigennamen buiten beschouwing" in form[0]
    tick = re.search(r'<input type="checkbox" name="(\w+)" value="(\w+)"', form[0])
    assert tick is not None
    bench.posts("propose", k="2", **{tick[1]: tick[2]})
    bench.posts("cancel")
    with bench.house.store.reading() as db:
        assert db.scalars(select(Run)).one().parameters["ignore_names"] is True
    assert f'name="{tick[1]}" value="{tick[2]}" autocomplete="off" checked' in bench.page()


def test_a_proposal_that_compared_wording_alone_says_so_as_long_as_it_lies_there(bench: Bench) -> None:
    bench.proposes(bench.group("alles", 0, 1))
    assert shown(bench.page(), "wording") == []
    bench.proposes(bench.group("alles", 0, 1), fallback="no encoder")
    (said,) = shown(bench.page(), "wording")
    assert said.startswith("Dit voorstel vergelijkt alleen welke woorden mensen gebruikten")
    assert "alleen de woorden zijn vergeleken" in bench.page("/runs")
    bench.posts("acts/adopt-all")
    assert shown(bench.page(), "wording") == []


def test_each_run_tells_what_it_was_made_with_and_can_be_made_once_more(bench: Bench) -> None:
    asked = Wishes(k=2, seed=7, ignore_names=True)
    run_id = bench.proposes(bench.group("alles", 0, 1), wishes=asked, fingerprint="0123456789abcdef")
    with bench.house.store.reading() as db:
        revision = db.get_one(Run, run_id).input_revision
    facts = dict(re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", bench.page("/runs")))
    assert facts["Model"] == "use-multilingual 0.2.1" and facts["Startgetal"] == "7"
    assert facts["Groepen"] == "1 (gevraagd: 2)" and facts["Eigennamen"] == "buiten beschouwing"
    assert facts["Stand van de workshop"] == f"na {revision} wijzigingen"
    assert facts["Vingerafdruk van wat gelezen is"] == "01234567"

    stopped = bench.writes(runs.start_run, bench.analysis, user_id=None)
    assert f"runs/{stopped}/repeat" not in bench.page("/runs"), "it is being made"
    bench.writes(runs.end_run, stopped, "failed", "crashed", actor=bench.cast.moderator)
    page = bench.page("/runs")
    assert f"runs/{run_id}/repeat" in page and "Maak voorstel 1 nog eens" in page
    assert f"runs/{stopped}/repeat" in page and "Probeer voorstel 2 nog eens" in page
    again = bench.posts(f"runs/{stopped}/repeat", back="runs")
    assert again.status_code == 303 and again.location.endswith("/runs")
    bench.posts("cancel")


def test_decisions_are_held_against_every_run_without_any_pile(bench: Bench) -> None:
    bench.proposes(bench.group("geld", 0, 1), bench.group("elkaar", 2, 3))
    bench.proposes(bench.group("door elkaar", 0, 2), bench.group("ook", 1, 3))

    def agreed() -> list[str]:
        return re.findall(r"<dt>Overeenkomst met jullie thema’s</dt><dd>(.*?)</dd>", bench.page("/runs"))

    assert agreed() == ["nog niet te zeggen", "nog niet te zeggen"]
    for title, held in (("Gratis", bench.ids[:2]), ("Buren", bench.ids[2:4])):
        by = bench.cast.moderator
        bench.writes(themes.make, bench.analysis, by, title=title, passage_ids=held)
    newest, first = agreed()
    assert first == "Rand 1,00, B-cubed 1,00, over 4 bijdragen"
    assert newest.startswith("Rand -0,50")
    bench.posts("acts/move", passage=bench.ids[1], theme_id=0)
    lists = re.findall(r"(?s)Overeenkomst per thema</summary>(.*?)</details>", bench.page("/runs"))
    told = [re.findall(r'dir="auto">(.*?)</span> <span class="num">(.*?)<', each) for each in lists]
    # One of Gratis beside one of Buren, the other of Buren alone; and exactly as people did.
    assert told == [[("Buren", "0,60"), ("Gratis", "0,67")], [("Buren", "1,00"), ("Gratis", "1,00")]]
    assert "weet je na een stap ‘Sorteren’" in bench.page("/runs")


def test_what_pulled_a_contribution_is_told_without_script(bench: Bench) -> None:
    by = bench.cast.moderator
    for title, held in (("Gratis", bench.ids[:2]), ("Buren", bench.ids[2:])):
        bench.writes(themes.make, bench.analysis, by, title=title, passage_ids=held)
    before = bench.page(passage=bench.ids[0])
    assert shown(before, "pulled-list") == [""] and f"/explain/{bench.ids[0]}" in before
    answer = bench.client.get(f"{bench.path}/explain/{bench.ids[0]}")
    assert answer.status_code == 302
    page = bench.client.get(answer.location).get_data(as_text=True)
    (told,) = shown(re.sub(r"(?s)<template.*?</template>", "", page), "pulled-list")
    assert "“Buren”" in told, "the group that lies next to it has a name"
    lines = bench.client.get(f"{bench.path}/explain/{bench.ids[0]}", headers=JSON).json["lines"]
    assert told == " ".join(lines)


def test_what_hangs_together_or_is_kept_apart_is_shown_without_script(bench: Bench) -> None:
    bench.posts("acts/link", passage=bench.ids[:2])
    bench.posts("acts/apart", passage=[bench.ids[0], bench.ids[4]])
    page = bench.page(passage=bench.ids[0])
    assert shown(page, "linked-list")[0].startswith("Het kost niets")
    assert shown(page, "apart-list")[0].startswith("Dicht bij huis")
