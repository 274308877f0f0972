"""Two people who change one theme or one group at once, each through a form that they opened before."""

from __future__ import annotations

from typing import Any

import pytest
from builders import Cast, contribute, csrf_of, intervention, sign_in
from sqlalchemy import select

from facilitator.house import House
from sessions.analysis import themes
from sessions.models import KeyGroup, Placement, Theme, User

JSON = {"Accept": "application/json"}


class Two:
    """Hilde and the moderator at one workbench with one theme and one group."""

    def __init__(self, house: House, cast: Cast, app: Any) -> None:
        contribute(house, cast.phones[0], cast.step(), intervention(reasons=["Dichtbij", "Gratis"]))
        self.house, self.cast = house, cast
        self.path = f"/workshops/{cast.gathering}/workbench/{cast.analysis()}"
        self.hilde, self.other = app.test_client(), app.test_client()
        assert cast.moderator.id is not None
        for client, user in ((self.hilde, cast.facilitator), (self.other, cast.moderator.id)):
            sign_in(client, house, user)
        self.theme = self.posts(self.hilde, "make", title="Nabij", passage=cast.passages()).json["theme"]
        self.group = self.posts(self.hilde, "make-group", title="Plaats").json["group"]

    def posts(self, client: Any, act: str, headers: Any = JSON, **fields: Any) -> Any:
        form = {"csrf_token": csrf_of(client, self.path), **fields}
        return client.post(f"{self.path}/acts/{act}", data=form, headers=headers)

    def now(self) -> tuple[str, str, str | None, int | None]:
        with self.house.store.reading() as db:
            theme = db.get_one(Theme, self.theme)
            return theme.title, theme.description, theme.level, theme.key_group_id

    def standing(self) -> dict[int, int]:
        """Theme to how many passages are in it."""
        with self.house.store.reading() as db:
            held = {theme.id: 0 for theme in themes.alive(db, self.cast.analysis())}
            for row in db.scalars(select(Placement)):
                held[row.theme_id] += 1
            return held

    def name(self, user_id: int | None) -> str:
        with self.house.store.reading() as db:
            return db.get_one(User, user_id).name


AS_IT_WAS = {"title": "Nabij", "description": "", "level": "characteristic", "key_group_id": "0"}
SEEN = {f"seen_{name}": value for name, value in AS_IT_WAS.items()}


@pytest.fixture
def two(house: House, cast: Cast, app: Any) -> Two:
    return Two(house, cast, app)


def test_each_field_that_was_touched_counts_and_the_other_stays(two: Two) -> None:
    whole = {"theme_id": two.theme, **SEEN, **AS_IT_WAS}
    assert two.posts(two.other, "change", **whole | {"level": "goal"}).status_code == 200
    assert two.posts(two.hilde, "change", **whole | {"description": "Te voet"}).status_code == 200
    assert two.posts(two.other, "change", **whole | {"key_group_id": two.group}).status_code == 200
    assert two.posts(two.hilde, "change", **whole | {"title": "Vlakbij"}).status_code == 200
    assert two.now() == ("Vlakbij", "Te voet", "goal", two.group)


@pytest.mark.parametrize(
    ("field", "first", "second"),
    [
        ("title", "Op wandelafstand", "In de straat"),
        ("description", "Te voet", "Met de fiets"),
        ("level", "goal", "precondition"),
        ("key_group_id", "group", "0"),
    ],
)
def test_what_both_touched_is_told_with_who_and_what_it_is_now(
    two: Two, field: str, first: str, second: str
) -> None:
    first = str(two.group) if first == "group" else first
    whole = {"theme_id": two.theme, **SEEN, **AS_IT_WAS}
    if field == "key_group_id":
        # The second wants it out of a group that it was in when they looked.
        other = two.posts(two.hilde, "make-group", title="Nog een").json["group"]
        two.posts(two.hilde, "change", theme_id=two.theme, key_group_id=other)
        whole |= {"key_group_id": str(other), "seen_key_group_id": str(other)}
    assert two.posts(two.other, "change", **whole | {field: first}).status_code == 200
    # An act of somebody else on another field does not hide who changed this one.
    more = {"level": "precondition"} if field != "level" else {"description": "Erbij"}
    two.posts(two.hilde, "change", theme_id=two.theme, **more)
    before = two.now()
    refused = two.posts(two.hilde, "change", **whole | {field: second})
    assert (refused.status_code, refused.json["why"]) == (409, "conflict")
    assert refused.json["now"] == {field: first}
    assert two.name(two.cast.moderator.id) in refused.json["message"]
    assert two.now() == before
    again = whole | {field: second, f"seen_{field}": refused.json["now"][field]}
    assert two.posts(two.hilde, "change", **again).status_code == 200
    assert two.now() != before


def test_a_page_without_script_says_back_what_was_typed(two: Two) -> None:
    two.posts(two.other, "change", theme_id=two.theme, description="Te voet")
    fields = {"theme_id": two.theme, **SEEN, **AS_IT_WAS, "description": "Met de fiets"}
    page = two.posts(two.hilde, "change", headers={}, **fields)
    assert page.status_code == 409
    assert "Jij schreef: Met de fiets" in page.text and "nu “Te voet”" in page.text


def test_the_words_of_a_group_are_guarded_too(two: Two) -> None:
    seen = {"group_id": two.group, "title": "Plaats", "seen_title": "Plaats", "seen_description": ""}
    two.posts(two.other, "rename-group", **seen, description="Waar het is")
    refused = two.posts(two.hilde, "rename-group", **seen, description="Waar men komt")
    assert refused.status_code == 409 and refused.json["now"] == {"description": "Waar het is"}
    # A name alone leaves the explanation of the other.
    two.posts(two.hilde, "rename-group", **seen | {"title": "Plek"}, description="")
    with two.house.store.reading() as db:
        group = db.get_one(KeyGroup, two.group)
        assert (group.title, group.description) == ("Plek", "Waar het is")


def test_several_themes_are_merged_in_one_act_that_is_taken_back_exactly(two: Two) -> None:
    made = [two.posts(two.hilde, "make", title=title).json["theme"] for title in ("Eén", "Twee", "Drie")]
    two.posts(two.hilde, "move", passage=two.cast.passages()[:1], theme_id=made[1])
    alone = two.posts(two.hilde, "merge", theme=made[:1], into_id=made[0])
    assert alone.status_code == 422 and "minstens twee" in alone.json["errors"]["theme"][0]
    # Whoever chose the one that stays among the others means the others.
    assert two.posts(two.hilde, "merge", theme=[*made, two.theme], into_id=made[0]).json["theme"] == made[0]
    assert set(two.standing()) == {made[0]}
    two.posts(two.hilde, "undo")
    assert two.standing() == {two.theme: 1, made[0]: 0, made[1]: 1, made[2]: 0}


def test_the_history_goes_back_to_the_beginning_a_stretch_at_a_time(two: Two) -> None:

    def often(db: Any) -> None:
        for count in range(45):
            themes.change(
                db, two.theme, two.cast.moderator, description=f"Nummer {count}", now=two.house.now()
            )

    two.house.write(often)
    first = two.hilde.get(f"{two.path}/history", headers=JSON).json
    assert len(first["lines"]) == 40 and first["older"] == first["lines"][-1]["change"]
    rest = two.hilde.get(f"{two.path}/history?before={first['older']}", headers=JSON).json
    assert rest["older"] is None
    assert rest["lines"][0]["change"] < first["older"] and len(rest["lines"]) == 45 + 2 - 40
    page = two.hilde.get(f"{two.path}?show=history").text.partition("<template")[0]
    assert f"show=history&amp;before={first['older']}" in page
