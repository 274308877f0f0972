"""An archive through the web pages: made with a purpose, brought in by upload."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from archiving import Full, counts, make_full, rewritten, taken, unzipped
from builders import Cast, csrf_of, sign_in
from flask.testing import FlaskClient
from sqlalchemy import func, select

from facilitator.pages import archives
from sessions import access, archive
from sessions.models import Change, Reading, User, Workshop


@pytest.fixture
def full(cast: Cast) -> Full:
    return make_full(cast)


def upload(client: FlaskClient, content: bytes | None, **more: Any):
    form: dict[str, Any] = {"csrf_token": csrf_of(client, "/workshops/import"), **more}
    if content is not None:
        form["archive"] = (BytesIO(content), "startmoment.zip")
    return client.post("/workshops/import", data=form, content_type="multipart/form-data")


def readings(cast: Cast) -> list[tuple[str, str, int]]:
    with cast.house.store.reading() as db:
        return [(row.what, row.purpose, row.user_id) for row in db.scalars(select(Reading))]


# --- making one -----------------------------------------------------------------------------------------


def test_the_menu_offers_an_archive_to_who_may_have_names(client, full: Full) -> None:
    menu = f"/workshops/{full.id}/exports"
    for user, offered in (
        (full.cast.facilitator, True),
        (full.cast.analyst, True),
        (full.cast.observer, False),
    ):
        sign_in(client, full.house, user)
        assert (f'formaction="{menu}/archive"' in client.get(menu).get_data(as_text=True)) == offered


def test_an_archive_says_what_it_is_for_and_that_is_kept(client, full: Full) -> None:
    sign_in(client, full.house, full.cast.analyst)
    before = readings(full.cast)
    refused = client.get(f"/workshops/{full.id}/exports/archive?purpose=+")
    assert refused.status_code == 422
    text = refused.get_data(as_text=True)
    assert "Zeg waarvoor je de namen nodig hebt" in text and 'value="restricted" checked' in text
    assert readings(full.cast) == before
    given = client.get(f"/workshops/{full.id}/exports/archive?grade=public&purpose=Naar+de+nieuwe+server")
    assert given.status_code == 200 and given.content_type == "application/zip"
    assert given.headers["Content-Disposition"].startswith(
        "attachment; filename=iedereen-aan-tafel-archive-2026-11-23.zip"
    )
    assert given.headers["Cache-Control"] == "no-store"
    assert readings(full.cast)[len(before) :] == [
        ("export restricted archive", "Naar de nieuwe server", full.cast.analyst)
    ]
    assert archive.read(BytesIO(given.data), language="nl").title == "Iedereen aan tafel"


def test_an_observer_gets_none(client, full: Full) -> None:
    sign_in(client, full.house, full.cast.observer)
    assert client.get(f"/workshops/{full.id}/exports/archive?purpose=Zomaar").status_code == 403


# --- bringing one in ------------------------------------------------------------------------------------


def test_whoever_brings_one_in_comes_to_its_programme_and_is_alone_there(client, full: Full) -> None:
    content, stranger = full.pack(), full.cast.stranger
    sign_in(client, full.house, stranger)
    answer = upload(client, content)
    assert answer.status_code == 303
    with full.house.store.reading() as db:
        here = db.scalar(select(func.max(Workshop.id)))
        members = access.members(db, here)
        change = db.scalars(select(Change).order_by(Change.id.desc())).first()
    assert answer.headers["Location"] == f"/workshops/{here}/programme"
    assert [(user.id, role) for user, role in members] == [(stranger, "facilitator")]
    assert (change.verb, change.actor_kind, change.actor_id) == ("workshop.imported", "user", stranger)
    assert client.get(answer.headers["Location"]).status_code == 200
    original, imported = full.take(), taken(full.house, here)
    assert imported["contribution_version"] == original["contribution_version"]
    assert [row["title"] for row in imported["theme"]] == [row["title"] for row in original["theme"]]


def test_the_start_page_shows_the_way(client, full: Full) -> None:
    for user in (full.cast.facilitator, full.cast.administrator):
        sign_in(client, full.house, user)
        assert 'href="/workshops/import"' in client.get("/").get_data(as_text=True)
    sign_in(client, full.house, full.cast.observer)
    assert 'href="/workshops/import"' not in client.get("/").get_data(as_text=True)
    assert client.get("/workshops/import").status_code == 403


def damaged(content: bytes) -> bytes:
    return rewritten(content, "heart", lambda rows: [{**rows[0], "participant_id": 99}])


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda _content: b"geen zip", "Dit bestand is geen archief van Lotusbloem"),
        (lambda content: content[:-100], "Dit bestand is geen archief van Lotusbloem"),
        (damaged, "wijst participant_id op regel 1 van tables/heart.jsonl"),
        (lambda _content: None, "Kies eerst een bestand."),
    ],
)
def test_what_is_wrong_stands_next_to_the_field_and_nothing_is_left(
    client, full: Full, change: Any, sentence: str
) -> None:
    sign_in(client, full.house, full.cast.facilitator)
    before = counts(full.house)
    refused = upload(client, change(full.pack()))
    text = refused.get_data(as_text=True)
    assert refused.status_code == 422
    assert sentence in text
    assert 'aria-invalid="true"' in text
    assert counts(full.house) == before


def test_a_file_that_is_too_large_is_said_in_megabytes(client, full: Full, monkeypatch) -> None:
    monkeypatch.setattr(archive, "MOST_FILE_BYTES", 1000)
    sign_in(client, full.house, full.cast.facilitator)
    refused = upload(client, b"a" * (archives.ROOM_FOR_THE_FORM + 2000))
    assert refused.status_code == 413
    assert f"hoogstens {archives.LIMIT} MB" in refused.get_data(as_text=True)


def test_nobody_sends_a_large_file_without_the_right(client, full: Full) -> None:
    """The room for a large form is made only for who may bring a workshop in."""
    content = b"a" * (400 * 1024)
    for user in (None, full.cast.observer):
        if user is not None:
            sign_in(client, full.house, user)
        answer = client.post(
            "/workshops/import",
            data={"archive": (BytesIO(content), "x.zip")},
            content_type="multipart/form-data",
        )
        assert answer.status_code in (302, 413)


def test_a_forged_upload_is_refused(client, full: Full) -> None:
    sign_in(client, full.house, full.cast.facilitator)
    before = counts(full.house)
    answer = client.post(
        "/workshops/import",
        data={"archive": (BytesIO(full.pack()), "x.zip")},
        content_type="multipart/form-data",
    )
    assert answer.status_code == 400 and counts(full.house) == before


def test_people_of_the_archive_get_no_account_by_it(client, full: Full) -> None:
    def elsewhere(rows: list[Any]) -> None:
        rows[0] |= {"email": "aaa@elders.example", "name": "Iemand van elders"}

    sign_in(client, full.house, full.cast.facilitator)
    assert upload(client, rewritten(full.pack(), "people", elsewhere)).status_code == 303
    with full.house.store.reading() as db:
        person = db.scalars(select(User).where(User.email == "aaa@elders.example")).one()
        assert person.disabled_at is not None and not person.is_administrator
    sign_in(client, full.house, full.cast.administrator)
    assert "aaa@elders.example" not in client.get("/accounts").get_data(as_text=True)


def test_the_file_holds_nothing_that_opens_a_door(client, full: Full) -> None:
    sign_in(client, full.house, full.cast.facilitator)
    content = client.get(f"/workshops/{full.id}/exports/archive?purpose=Bewaren").data
    everything = b"".join(unzipped(content).values())
    for phone in full.cast.phones:
        assert phone.secret.encode() not in everything
