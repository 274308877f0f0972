"""Pages that take long to draw leave the thread in which the hall is served."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from builders import Cast, contribute, intervention, sign_in
from flask import Flask, flash, get_flashed_messages, request
from flask.testing import FlaskClient

from facilitator.aside import aside
from facilitator.database import reading
from facilitator.live import snapshots
from facilitator.pages import workbench, workbench_map
from sessions.errors import Missing
from sessions.models import Workshop


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> Callable[[Any, str], list[str]]:
    """Watches a function of a module: the list of the threads that it was called in."""

    def watch(module: Any, name: str) -> list[str]:
        called, plain = [], getattr(module, name)

        def noted(*given: Any, **named: Any) -> Any:
            called.append(threading.current_thread().name)
            return plain(*given, **named)

        monkeypatch.setattr(module, name, noted)
        return called

    return watch


def test_the_workbench_its_map_and_its_snapshot_are_made_aside(
    cast: Cast, client: FlaskClient, names: Callable[[Any, str], list[str]]
) -> None:
    contribute(cast.house, cast.phones[0], cast.step(), intervention("Soep", reasons=["Het is gratis"]))
    sign_in(client, cast.house, cast.facilitator)
    path = f"/workshops/{cast.gathering}/workbench/{cast.analysis()}"
    for where, name, address in (
        (workbench, "board_of", path),
        (workbench_map, "board_of", f"{path}/map.svg"),
        (snapshots, "snapshot", f"/live/workbench:{cast.analysis()}"),
    ):
        called = names(where, name)
        assert client.get(address).status_code == 200
        assert called and all(each.startswith("aside") for each in called), address


def test_the_hall_itself_is_not_sent_aside(
    cast: Cast, client: FlaskClient, names: Callable[[Any, str], list[str]]
) -> None:
    sign_in(client, cast.house, cast.facilitator)
    called = names(snapshots, "snapshot")
    assert client.get(f"/live/studio:{cast.gathering}").status_code == 200
    assert called == [threading.current_thread().name]


def test_work_aside_belongs_to_the_request_and_its_refusal_is_heard(app: Flask, cast: Cast) -> None:
    def work(wanted: int) -> str:
        flash("gezegd")
        return f"{request.args['q']} {reading().get_one(Workshop, wanted).title}"

    def refuse() -> None:
        raise Missing("nothing")

    with app.test_request_context("/?q=hier"):
        with cast.house.store.reading() as db:
            title = db.get_one(Workshop, cast.gathering).title
        assert aside(work, cast.gathering) == f"hier {title}"
        assert get_flashed_messages() == ["gezegd"]
        with pytest.raises(Missing):
            aside(refuse)
