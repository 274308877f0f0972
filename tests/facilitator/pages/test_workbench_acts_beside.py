"""The acts of the workbench beside placing, as forms send them."""

from __future__ import annotations

import re
from typing import Any

import pytest
from builders import Cast, contribute, csrf_of, intervention, propose, sign_in

from facilitator.house import House
from sessions.projections import Audience, snapshot

SAID = ["Het is dichtbij. En gratis.", "Het ligt dichtbij", "Samen eten"]
JSON = {"Accept": "application/json"}


class Desk:
    def __init__(self, house: House, cast: Cast, app: Any) -> None:
        contribute(house, cast.phones[0], cast.step(), intervention(reasons=SAID))
        self.house, self.cast, self.app = house, cast, app
        self.analysis, self.ids = cast.analysis(), cast.passages()
        self.path = f"/workshops/{cast.gathering}/workbench/{self.analysis}"
        self.sits(cast.facilitator)

    def sits(self, user_id: int) -> None:
        self.client = self.app.test_client()
        sign_in(self.client, self.house, user_id)
        self.token = csrf_of(self.client, self.path)

    def posts(self, act: str, expected: int = 200, **fields: Any) -> dict[str, Any]:
        form = {"csrf_token": self.token, **fields}
        answer = self.client.post(f"{self.path}/acts/{act}", data=form, headers=JSON)
        assert answer.status_code == expected, answer.get_data(as_text=True)
        return answer.get_json()

    def items(self) -> dict[str, Any]:
        with self.house.store.reading() as db:
            return snapshot(db, Audience("workbench", self.analysis)).items

    def item(self, kind: str, number: int) -> Any:
        return self.items()[f"{kind}:{number}"]


@pytest.fixture
def desk(house: House, cast: Cast, app: Any) -> Desk:
    return Desk(house, cast, app)


def test_what_is_adopted_is_named_with_one_press_by_whoever_saw_its_working_title(desk: Desk) -> None:
    propose(desk.house, desk.analysis, [("dichtbij, gratis", desk.ids)])
    (theme,) = desk.posts("adopt-all", passage=desk.ids[:2])["themes"]
    shown = desk.item("theme", theme)
    assert (shown["title"], shown["named"], shown["count"]) == ("dichtbij, gratis", False, 2)
    desk.posts("change", theme_id=theme, title=shown["title"], seen_title=shown["title"])
    assert desk.item("theme", theme)["named"] is True


def test_a_lens_that_shows_nothing_of_a_proposal_takes_nothing_of_it(desk: Desk) -> None:
    propose(desk.house, desk.analysis, [("dichtbij", desk.ids[:2]), ("gratis", desk.ids[2:])])
    cluster = next(int(name.partition(":")[2]) for name in desk.items() if name.startswith("cluster:"))
    page = desk.client.get(f"{desk.path}?q=nergens").get_data(as_text=True)
    forms = re.findall(r"(?s)<form[^>]*acts/adopt.*?</form>", page.partition("<template")[0])
    assert len(forms) == 3
    for form in forms:
        assert 'name="shown" value="yes"' in form and " disabled" in form and 'name="passage"' not in form
    for act in ("adopt", "adopt-all"):
        answer = desk.posts(act, expected=422, cluster_id=cluster, shown="yes")
        assert answer["errors"] == {"passage": ["Kies eerst een of meer bijdragen."]}
    assert not [name for name in desk.items() if name.startswith("theme:")]
    (theme,) = desk.posts("adopt-all", shown="yes", passage=desk.ids[:1])["themes"]
    assert desk.item("theme", theme)["count"] == 1


def test_parts_links_and_what_is_kept_apart(desk: Desk) -> None:
    first, second, third = desk.ids
    made = desk.posts("part", passage_id=first, starts_at=0, ends_at=16)["passage"]
    assert desk.item("passage", made)["text"] == "Het is dichtbij."
    desk.posts("join", passage_id=made)
    pieces = desk.posts("cut", passage_id=first, at=16)["passages"]
    desk.posts("link", passage=[pieces[0], second])
    assert desk.item("passage", second)["twins"] == [pieces[0]]
    desk.posts("unlink", passage=second)
    assert desk.item("passage", second)["twins"] == []
    desk.posts("apart", passage=[second, third])
    assert desk.item("passage", second)["apart"] == [third]
    desk.posts("together", passage=[second, third])
    assert desk.item("passage", second)["apart"] == []
    desk.posts("link", expected=422, passage=[second])


def test_what_is_not_used_noted_objected_and_shown_as_an_example(desk: Desk) -> None:
    first, second, third = desk.ids
    theme = desk.posts("make", title="Nabij", passage=[first])["theme"]
    desk.posts("aside", expected=422, passage=[third], reason="")
    desk.posts("aside", passage=[third], reason="Gaat over iets anders")
    assert desk.item("passage", third)["aside"] == "Gaat over iets anders"
    desk.posts("unaside", passage=[third])
    note = desk.posts("note", theme_id=theme, text="Navragen")["note"]
    desk.posts("note", note_id=note, text="Navragen bij tafel 1")
    assert desk.item("note", note)["text"] == "Navragen bij tafel 1"
    desk.posts("note-remove", note_id=note)
    raised = desk.posts("dissent", theme_id=theme, about="name", text="Te vaag")["dissent"]
    assert desk.item("theme", theme)["dissent"] == 1
    about_one = {"theme_id": theme, "about": "membership", "text": "Hoort hier niet"}
    desk.posts("dissent", expected=409, passage_id=second, **about_one)
    desk.posts("dissent", passage_id=first, **about_one)
    assert desk.item("theme", theme)["dissent"] == 2
    desk.posts("dissent-withdraw", dissent_id=raised)
    assert desk.item("dissent", raised)["withdrawn"] is True
    desk.posts("example", theme_id=theme, passage_id=first)
    desk.posts("example", theme_id=theme, passage_id=second, counter="yes")
    shown = desk.item("theme", theme)
    assert (shown["example"], shown["counter_example"]) == (first, second)
    desk.posts("rank-to", theme_id=theme, place=1)
    assert desk.item("theme", theme)["rank"] == 1
    page = desk.client.get(f"{desk.path}?show=history").get_data(as_text=True)
    assert "noteerde een afwijkende stem bij “Nabij”" in page


def test_several_themes_and_the_wall_are_for_who_leads(desk: Desk) -> None:
    first = desk.ids[0]
    themes = [desk.posts("make", title=title)["theme"] for title in ("Nabij", "Gratis")]
    desk.posts("move", passage=[first], theme_id=themes[0])
    desk.posts("also", expected=422, passage=[first], theme_id=themes[1])
    desk.posts("several", several="yes")
    desk.posts("also", passage=[first], theme_id=themes[1])
    assert desk.item("passage", first)["themes"] == themes
    page = desk.client.get(f"{desk.path}?passage={first}").get_data(as_text=True).partition("<template")[0]
    for theme in page.split("<section")[1:]:
        assert (f'data-passage="{first}"' in theme) is any(f'id="theme-{each}"' in theme for each in themes)
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    (leaving,) = re.findall(r'(?s)<select[^>]*id="m-leaving" name="leaving">(.*?)</select>', page)
    assert re.findall(r'value="(\d*)"', leaving) == [*map(str, themes), ""]
    desk.posts("move", passage=[first], theme_id=0, leaving=themes[0])
    desk.posts("freeze")
    assert desk.item("analysis", desk.analysis)["frozen"] is True
    desk.posts("follow")
    desk.sits(desk.cast.analyst)
    for act, fields in (("several", {"several": "no"}), ("freeze", {})):
        desk.posts(act, expected=403, **fields)


def test_taking_over_names_what_people_keep_apart_and_a_page_without_script_says_so(desk: Desk) -> None:
    first, second, third = desk.ids
    propose(desk.house, desk.analysis, [("dichtbij", desk.ids)])
    desk.posts("apart", passage=[first, third])
    cluster = next(int(name.partition(":")[2]) for name in desk.items() if name.startswith("cluster:"))
    assert desk.item("cluster", cluster)["members"] == [first, second]
    answer = desk.posts("adopt", cluster_id=cluster)
    assert answer["left"] == [third] and "1 bijdrage ging niet mee" in answer["words"]
    assert desk.item("passage", third)["theme"] is None
    desk.posts("undo")
    form = {"csrf_token": desk.token, "show": "order"}
    page = desk.client.post(f"{desk.path}/acts/adopt-all", data=form, follow_redirects=True)
    assert "1 bijdrage ging niet mee" in page.get_data(as_text=True)
