"""Snapshots over HTTP: for whom they are, compressed, and made once for a whole hall."""

from __future__ import annotations

import gzip
import json

import brotli
import pytest
from builders import contribute, intervention

from facilitator.live.snapshots import MOST_KEPT, Ready
from sessions.projections import Audience


@pytest.fixture
def wall(hall):
    return f"/live/wall:{hall.cast.gathering}", {"Authorization": f"Bearer {hall.wall_secret()}"}


@pytest.mark.parametrize(("encoding", "unpack"), [("br", brotli.decompress), ("gzip", gzip.decompress)])
def test_a_snapshot_is_compressed_as_the_client_likes(hall, wall, encoding, unpack):
    path, headers = wall
    _, _, plain = hall.get(path, headers)
    status, answered, packed = hall.get(path, headers | {"Accept-Encoding": encoding})
    assert status == 200 and answered["Content-Encoding"] == encoding
    assert unpack(packed) == plain and len(packed) < len(plain)
    assert json.loads(plain)["audience"] == f"wall:{hall.cast.gathering}"


def test_what_is_known_already_is_not_sent_again(hall, wall):
    path, headers = wall
    _, answered, _ = hall.get(path, headers | {"Accept-Encoding": "br"})
    status, again, body = hall.get(
        path, headers | {"Accept-Encoding": "br", "If-None-Match": answered["ETag"]}
    )
    assert (status, body, again["ETag"]) == (304, b"", answered["ETag"])
    assert answered["Cache-Control"] == "private, no-cache"
    assert {"Accept-Encoding", "Cookie", "Authorization"} <= set(answered["Vary"].split(", "))
    contribute(hall.house, hall.cast.phones[0], hall.cast.step(), intervention())
    status, _, _ = hall.get(path, headers | {"Accept-Encoding": "br", "If-None-Match": answered["ETag"]})
    assert status == 200


def test_two_encodings_are_two_tags(hall, wall):
    path, headers = wall
    tags = {hall.get(path, headers | {"Accept-Encoding": each})[1]["ETag"] for each in ("br", "gzip", "x")}
    assert len(tags) == 3


def test_it_is_for_who_may_watch_only(hall):
    cast = hall.cast
    phone = hall.holding(cast.phones[0])
    assert hall.get(f"/live/phone:{cast.gathering}", phone)[0] == 200
    refused = [
        hall.get(path, headers)
        for path, headers in [
            (f"/live/studio:{cast.gathering}", phone),
            (f"/live/me:{cast.phones[1].id}", phone),
            (f"/live/phone:{cast.elsewhere}", phone),
            (f"/live/wall:{cast.gathering}", None),
            (f"/live/wall:{cast.gathering}", {"Authorization": "Bearer wrong"}),
            ("/live/wall:999999", phone),
            ("/live/nonsense", phone),
        ]
    ]
    assert {status for status, _, _ in refused} == {404}
    # Not there and not for you are the same answer.
    assert len({body for _, _, body in refused}) == 1


def test_a_hall_that_comes_back_is_answered_from_one_snapshot(hall, wall):
    path, headers = wall
    before = hall.live.snapshots.made
    bodies = {hall.get(path, headers)[2] for _ in range(5)}
    assert len(bodies) == 1 and hall.live.snapshots.made == before + 1


def test_what_does_not_concern_an_audience_does_not_make_its_snapshot_anew(hall):
    path = f"/live/workbench:{hall.cast.analysis()}"
    headers = hall.signed_in(hall.cast.facilitator)
    _, _, first = hall.get(path, headers)
    made = hall.live.snapshots.made
    contribute(hall.house, hall.cast.phones[0], hall.cast.step(), intervention())
    assert hall.get(path, headers)[2] == first and hall.live.snapshots.made == made


def test_without_watchers_a_snapshot_is_exact(hall, wall):
    path, headers = wall
    for number in range(3):
        contribute(hall.house, hall.cast.phones[0], hall.cast.step(), intervention(f"Nummer {number}"))
        assert f"Nummer {number}" in hall.get(path, headers)[2].decode()


def test_with_watchers_it_is_at_least_what_they_were_told(hall, wall):
    path, headers = wall
    audience = Audience("wall", hall.cast.gathering)
    client = hall.connect(auth={"wall": hall.wall_secret()})
    client.watch(str(audience))
    hall.get(path, headers)
    contribute(hall.house, hall.cast.phones[0], hall.cast.step(), intervention("Net gezegd"))
    change = client.change(str(audience))
    body = hall.get(path, headers)[2].decode()
    assert "Net gezegd" in body and json.loads(body)["revision"] >= change["revision"]


def test_only_so_many_are_kept(hall):
    kept = hall.live.snapshots._kept
    for number in range(MOST_KEPT + 5):
        kept[Audience("wall", 1000 + number)] = Ready(1, 1, b"{}", "tag")
    hall.snapshot(f"wall:{hall.cast.gathering}", {"Authorization": f"Bearer {hall.wall_secret()}"})
    assert len(kept) == MOST_KEPT
    assert Audience("wall", hall.cast.gathering) in kept


def test_what_one_person_sees_takes_no_place(hall):
    phone = hall.cast.phones[0]
    hall.snapshot(f"me:{phone.id}", hall.holding(phone))
    assert Audience("me", phone.id) not in hall.live.snapshots._kept
