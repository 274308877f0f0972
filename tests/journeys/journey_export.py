"""The exported workbook, held against everything that the people of the journey wrote and decided."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import openpyxl
from journey_words import KINDS, Ledger, Written

Row = dict[str, Any]
PARTS = ("reason", "precondition", "obstacle")
ANSWERS = {"why": ("reason", "petal"), "preconditions": ("precondition",)}


def sheet(path: Path, name: str) -> list[Row]:
    """The rows of a sheet by the names of its columns."""
    book = openpyxl.load_workbook(path, read_only=True)
    header, *rows = book[name].iter_rows(values_only=True)
    return [dict(zip(header, row, strict=True)) for row in rows]


def everything_is_there_once(path: Path, ledger: Ledger) -> None:
    """Every contribution, exactly once, nothing else; counts equal to what was written."""
    rows = sheet(path, "contributions")
    wanted = Counter(row for each in ledger.entries.values() for row in rows_of(each))
    # What somebody wrote for themselves is counted, and nobody else reads it.
    beside = (
        (kind, None if state == "private" else text, state) for kind, text, state in ledger.beside.elements()
    )
    wanted.update(beside)
    found = Counter((row["kind"], row["text"], row["state"]) for row in rows)
    assert found == wanted
    assert len({row["id"] for row in rows}) == len(rows)


def rows_of(written: Written) -> list[tuple[str, str | None, str]]:
    """(kind, text, state) of its rows; what was taken back has no words any more."""
    parts = [("intervention", written.words.title), *written.words.parts]
    gone = written.state == "withdrawn"
    return [(kind, None if gone else text, written.state) for kind, text in parts]


def each_says_where_it_comes_from(path: Path, ledger: Ledger) -> None:
    """Table, author, version, levers, kinds, hearts; and every part under its own intervention."""
    rows = sheet(path, "contributions")
    tops = {row["id"]: row for row in rows if row["kind"] == "intervention"}
    codes: dict[str, set[str]] = {}
    for top in tops.values():
        if top["state"] == "withdrawn":
            continue
        written = ledger[top["text"]]
        codes.setdefault(written.author, set()).add(top["participant"])
        characterised(top, written)
        parts = sorted((row["kind"], row["text"]) for row in rows if row["parent"] == top["id"])
        assert parts == sorted(written.words.parts)
    assert all(len(found) == 1 for found in codes.values()), "one code per person"
    assert len(set.union(*codes.values())) == len(codes), "no code for two people"
    assert all(row["parent"] is None for row in tops.values())
    assert all((row["parent"] in tops) == (row["kind"] in PARTS) for row in rows if row["id"] not in tops)


def characterised(top: Row, written: Written) -> None:
    words = written.words
    assert (top["table"], top["version"], top["hearts"]) == (written.table, written.version, written.hearts)
    assert top["hidden_reason"] == (written.hidden_reason or None)
    assert set((top["levers"] or "").split(" | ")) == ({each.lower() for each in words.levers} or {""})
    for word in words.kinds:
        column, said = KINDS[word]
        assert top[column] == said
    assert (top["what"] or "", top["who"] or "") == (words.what, words.who)


def each_says_where_it_ended(path: Path, placed: dict[str, dict[str, str | None]]) -> None:
    """`placed`: per question the theme of every text that counts, as the workbench had it; None is none."""
    rows = sheet(path, "contributions")
    for key, where in placed.items():
        counted = [row for row in rows if row["kind"] in ANSWERS[key] and row["state"] == "shown"]
        assert {row["text"]: row["theme"] for row in counted} == where
        for row in counted:
            assert row["ended"] == ("theme" if row["theme"] else "unplaced")
            assert row["analysis"] == key
    for row in rows:
        if row["state"] != "shown":
            assert row["ended"] == "left_out"
        elif row["kind"] in ("intervention", "obstacle", "finding", "vision"):
            assert row["ended"] == "no_question"


def decisions_and_proposals_are_apart(path: Path, themes: dict[str, dict[str, Any]]) -> None:
    """What people decided stands in one sheet, what the machine proposed in another."""
    decided = {row["title"]: row for row in sheet(path, "themes")}
    assert set(decided) == set(themes)
    for title, theme in themes.items():
        row = decided[title]
        assert (row["rank"], row["level"], row["count"]) == (theme["rank"], theme["level"], theme["count"])
        assert (row["description"] or "") == theme["description"]
        assert row["decided_by"] == "Hilde"
    proposals = sheet(path, "clusters")
    assert proposals and all(row["machine_run"] for row in proposals)
