"""The codebook: every table and column of an export with its meaning, in the language of the export."""

from __future__ import annotations

from sessions import words
from sessions.exports.columns import MOMENT
from sessions.exports.grade import Grade
from sessions.exports.tables import tables_at

HEADER = ("table", "column", "kind", "by", "meaning")

_DAY = words.mark("Alleen de dag, volgens de klok van de workshop.")
_EXACT = words.mark("Het moment volgens de klok van de workshop, met het verschil met UTC.")


def lines(grade: Grade, language: str) -> list[tuple[str, str, str, str, str]]:
    """Table, column, kind, by whom, meaning: a line for every table (without a column) and every column."""
    found = []
    for table in tables_at(grade):
        found.append((table.name, "", "", "", words.say(language, table.meaning)))
        for column in table.columns_at(grade):
            meaning = words.say(language, column.meaning)
            if column.kind == MOMENT:
                exact = words.say(language, _EXACT if grade is Grade.RESTRICTED else _DAY)
                meaning = f"{meaning} {exact}"
            found.append((table.name, column.name, column.kind, column.by, meaning))
    return found
