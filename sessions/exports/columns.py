"""The shape of an export: tables, columns, and who is behind a value."""

from __future__ import annotations

from dataclasses import dataclass

from sessions.exports.grade import Grade

TEXT, NUMBER, FLAG, LIST, MOMENT = "text", "number", "flag", "list", "moment"
MACHINE, PEOPLE = "machine", "people"


@dataclass(frozen=True)
class Column:
    """`kind` is text, number, flag (true, false or empty), list (of texts) or moment (a day, or in restricted
    exports a moment with its offset, in ISO 8601). `by` says whose value it is: a machine proposes, people
    decide. The column appears in exports of `grade` and above.
    """

    name: str
    kind: str
    meaning: str
    grade: Grade = Grade.PUBLIC
    by: str = ""


@dataclass(frozen=True)
class Table:
    name: str
    meaning: str
    columns: tuple[Column, ...]
    grade: Grade = Grade.PUBLIC

    def columns_at(self, grade: Grade) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if column.grade <= grade)
