"""What somebody asks about one contribution reads that one, not a workbench with thousands."""

from __future__ import annotations

from typing import Any

import pytest
from builders import Cast, contribute, csrf_of, intervention, sign_in
from sqlalchemy import event

from facilitator.house import House
from facilitator.pages import workbench
from sessions.analysis import history, themes
from sessions.models import Change

SAID = ["Het is dichtbij", "Het ligt dichtbij", "Samen eten", "Samen koken", "Gratis soep"]
JSON = {"Accept": "application/json"}


@pytest.fixture
def client(house: House, cast: Cast, app: Any) -> Any:
    contribute(house, cast.phones[0], cast.step(), intervention(reasons=SAID))
    client = app.test_client()
    sign_in(client, house, cast.facilitator)
    return client


def makes(house: House, cast: Cast, title: str, chosen: list[int]) -> int:
    return house.write(
        lambda db: themes.make(
            db, cast.analysis(), cast.moderator, title=title, passage_ids=chosen, now=house.now()
        )
    )


def test_why_here_and_how_fine_read_no_whole_workbench(house, cast: Cast, app, client, monkeypatch) -> None:
    path = f"/workshops/{cast.gathering}/workbench/{cast.analysis()}"
    token, ids = csrf_of(client, path), cast.passages()
    makes(house, cast, "Eten", ids[2:3])
    near = [(ids[2], 0.5), (ids[1], -0.2), (99999, 0.1)]
    monkeypatch.setattr(house.jobs, "neighbours", lambda _analysis, _passage: near)
    wanted: list[Any] = []
    monkeypatch.setattr(house.jobs, "propose", lambda _a, _u, k, **_more: wanted.append(k) or 1)
    monkeypatch.setattr(workbench, "snapshot", None)
    answer = client.get(f"{path}/why/{ids[0]}", headers=JSON).get_json()
    assert [(each["id"], each["theme"], each["similarity"]) for each in answer["neighbours"]] == [
        (ids[2], "Eten", 0.5),
        (ids[1], None, 0.0),
    ]
    form = {"csrf_token": token, "fineness": "9"}
    assert client.post(f"{path}/propose", data=form, headers=JSON).status_code == 200
    assert wanted == [round(max(2, round((len(ids) / 2) ** 0.5)) * 4)]
    assert client.get(f"{path}/why/99999", headers=JSON).status_code == 404


def test_the_history_of_one_reads_the_acts_on_that_one(house: House, cast: Cast, client) -> None:
    ids = cast.passages()
    made = [makes(house, cast, f"thema {place}", [each]) for place, each in enumerate(ids)]
    read: list[int] = []

    def note(change: Change, _context: Any) -> None:
        read.append(change.id)

    event.listen(Change, "load", note)
    try:
        with house.store.reading() as db:
            lines = history.of_theme(db, cast.analysis(), made[1])
            moves = history.of_passage(db, cast.analysis(), ids[3])
    finally:
        event.remove(Change, "load", note)
    assert [line.themes for line in lines] == [("thema 1",)]
    assert [move.theme for move in moves] == ["thema 3"]
    assert len(read) == 2
