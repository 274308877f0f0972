"""Whatever happens to an archive: it is refused with a sentence and leaves nothing, or it is what it says."""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any

import pytest
from archiving import Full, bring_in, counts, taken, unzipped, zipped
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from facilitator.house import House
from sessions import archive
from sessions.archive.tables import KEPT, PEOPLE, table
from sessions.errors import Invalid

often = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
sometimes = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 60),
    st.sampled_from([0, -1, 2**31, 2**63 - 1, 2**63, -(2**63), 1e308, 0.5]),
    st.text(st.characters(codec=None), max_size=8),
    st.sampled_from(["", "\x00", "\ud800", "x" * 500, "2026-11-23", "2026-11-23T09:30:00+00:00", "shown"]),
    st.sampled_from([{}, [], {"theme": [1]}, {"theme": {"1": None}}, {"wall": "levers"}, {"at": "x"}]),
)


def said(refusal: Invalid) -> str:
    return " ".join(refusal.errors["archive"])


@often
@given(data=st.data())
def test_any_byte_may_be_another(data: st.DataObject, packed: bytes, kept: Full, target: House) -> None:
    content = bytearray(packed)
    for _ in range(data.draw(st.integers(1, 3), "how many")):
        at = data.draw(st.integers(0, len(content) - 1), "where")
        content[at] ^= data.draw(st.integers(1, 255), "what")
    try:
        read = archive.read(BytesIO(bytes(content)), language="nl")
    except Invalid as refusal:
        assert said(refusal)
        return
    assert read.rows == archive.read(BytesIO(packed), language="nl").rows


@often
@given(data=st.data())
def test_any_piece_may_be_gone(data: st.DataObject, packed: bytes) -> None:
    start = data.draw(st.integers(0, len(packed) - 1), "from")
    end = data.draw(st.integers(start + 1, len(packed)), "to")
    with pytest.raises(Invalid) as refusal:
        archive.read(BytesIO(packed[:start] + packed[end:]), language="nl")
    assert said(refusal.value)


def changed(data: st.DataObject, members: dict[str, bytes]) -> dict[str, bytes]:
    """One table with a line or a value that is another, signed as if that were right."""
    name = data.draw(st.sampled_from([PEOPLE, *KEPT]), "table")
    at = f"tables/{name}.jsonl"
    rows = [json.loads(line) for line in members[at].splitlines()]
    if not rows:
        return members
    row = data.draw(st.integers(0, len(rows) - 1), "row")
    act = data.draw(st.sampled_from(["value", "value", "value", "drop", "double", "swap", "column"]), "act")
    if act == "value":
        rows[row][data.draw(st.sampled_from(sorted(rows[row])), "column")] = data.draw(VALUES, "value")
    elif act == "column":
        rows[row].pop(data.draw(st.sampled_from(sorted(rows[row])), "column"))
    elif act == "drop":
        rows.pop(row)
    elif act == "double":
        rows.append(rows[row])
    else:
        rows[row], rows[-1] = rows[-1], rows[row]
    content = "".join(json.dumps(each) + "\n" for each in rows)
    return {**members, at: content.encode()}


def as_archived(read: archive.Archive) -> dict[str, list[dict[str, Any]]]:
    """What the archive says, in the order of its numbers, as an export of its import would say it."""
    ordered = {}
    for name, rows in read.rows.items():
        keys = ["id"] if name == PEOPLE else [column.name for column in table(name).primary_key.columns]
        ordered[name] = sorted(rows, key=lambda row, keys=keys: [row[key] for key in keys])
    return ordered


def without_traces(rows: dict[str, list[dict[str, Any]]]) -> dict[str, Any]:
    """Without what an import changes by intention."""
    workshop = {**rows["workshop"][0], "revision": 0}
    changes = [change for change in rows["change"] if change["verb"] != "workshop.imported"]
    runs = [
        run | ({"state": "", "finished_at": None} if run["state"] in ("running", "cancelled") else {})
        for run in rows["run"]
    ]
    named = {person["id"]: person["email"] for person in rows[PEOPLE]}
    return {**rows, "workshop": [workshop], "change": changes, "run": runs, PEOPLE: named}


@pytest.mark.slow
@sometimes
@given(data=st.data())
def test_any_value_may_be_another(data: st.DataObject, packed: bytes, target: House) -> None:
    members = unzipped(packed)
    for _ in range(data.draw(st.integers(1, 2), "how many")):
        members = changed(data, members)
    content = zipped(members)
    before = counts(target)
    try:
        here = bring_in(target, content)
    except Invalid as refusal:
        assert said(refusal)
        assert counts(target) == before
        return
    read = archive.read(BytesIO(content), language="nl")
    assert without_traces(taken(target, here)) == without_traces(as_archived(read))
