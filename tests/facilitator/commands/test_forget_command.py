"""`lotusbloem forget`: whose words, asked first, refused where there is nobody."""

from __future__ import annotations

import io

from builders import Cast, contribute, intervention

from facilitator.house import House
from sessions import journal
from sessions.models import Contribution


def test_words_are_erased_by_person_or_by_key_and_only_after_a_yes(
    lotusbloem, house: House, cast: Cast, monkeypatch
) -> None:
    data = house.settings.data
    first = contribute(house, cast.phones[0], cast.step(), intervention(reasons=["Een geheim"]))
    contribute(house, cast.phones[1], cast.step(), intervention(reasons=["Nog iets"]))
    monkeypatch.setattr("sys.stdin", io.StringIO("n\n"))
    assert lotusbloem("forget", cast.gathering, "--participant", 2, "--data", data).code == 1
    assert len(cast.passages()) == 2
    answer = lotusbloem("forget", cast.gathering, "--participant", 2, "--yes", "--json", "--data", data)
    assert answer.json == {"workshop": cast.gathering, "erased": 2}
    with house.store.reading() as db:
        key = db.get_one(Contribution, first["id"]).key
    answer = lotusbloem("forget", cast.gathering, "--contribution", key, "--yes", "--data", data)
    assert (answer.code, answer.out) == (0, "The words of 2 contributions are erased.\n")
    assert cast.passages() == []
    with house.store.reading() as db:
        last = journal.newer(db, journal.latest(db) - 1)[-1]
    assert (last.verb, last.actor_kind) == ("contribution.erased", "command")


def test_who_is_not_there_and_nobody_at_all_are_refused(lotusbloem, house: House, cast: Cast) -> None:
    data = house.settings.data
    assert lotusbloem("forget", cast.gathering, "--yes", "--data", data).code == 2
    assert lotusbloem("forget", cast.gathering, "--participant", 99, "--yes", "--data", data).code == 1
    assert lotusbloem("forget", 99, "--participant", 1, "--yes", "--data", data).code == 1
