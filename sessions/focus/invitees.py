"""Who is to be invited: what may stand on one line, and reading many lines from a table or a list."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from io import StringIO

from sessions.errors import Invalid
from sessions.models import FocusGroup
from sessions.text import as_address, clean
from sessions.words import LANGUAGES, mark, say

LONGEST_NAME, LONGEST_SEGMENT = 60, 40
LONGEST_TITLE, LONGEST_VALUE, MOST_ATTRIBUTES = 40, 120, 20
MOST_LINES = 500
# What the head of a column may be called, in the languages of the interface.
_COLUMNS: dict[str, tuple[str, ...]] = {
    "email": ("e-mailadres", "e-mail", "email", "mail", "adres", "adresse", "courriel", "address"),
    "pseudonym": ("pseudoniem", "schuilnaam", "pseudonyme", "pseudonym"),
    "group": ("groep", "groupe", "group"),
    "segment": ("segment",),
    "language": ("taal", "langue", "language"),
}


@dataclass(frozen=True)
class Invitee:
    """Somebody who is to be invited. What is empty is filled in: no address is a card to hand out, no
    pseudonym one that is given, no group the smallest one, no language that of the workshop.

    `line` is where it stood, for what is said about it.
    """

    email: str = ""
    pseudonym: str = ""
    group_id: int | None = None
    segment: str = ""
    language: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    line: int = 1


def tidied(invitee: Invitee, language: str) -> tuple[Invitee, list[str]]:
    """The invitee with its texts cleaned, and what is wrong with it in sentences of that language."""
    wrong: list[str] = []
    email = as_address(invitee.email)
    if email is None:
        sentence = mark("“%(typed)s” is geen e-mailadres. Het ziet eruit als naam@plaats.be.")
        wrong.append(say(language, sentence, typed=clean(invitee.email)[:60]))
    pseudonym, segment = clean(invitee.pseudonym), clean(invitee.segment)
    if len(pseudonym) > LONGEST_NAME:
        sentence = mark("Deze naam is te lang: er passen %(limit)d tekens.")
        wrong.append(say(language, sentence, limit=LONGEST_NAME))
    if len(segment) > LONGEST_SEGMENT:
        sentence = mark("Dit segment is te lang: er passen %(limit)d tekens.")
        wrong.append(say(language, sentence, limit=LONGEST_SEGMENT))
    if invitee.language and invitee.language not in LANGUAGES:
        sentence = mark("Deze taal is er niet: %(typed)s. Kies %(known)s.")
        wrong.append(say(language, sentence, typed=invitee.language[:20], known=", ".join(LANGUAGES)))
    attributes = {clean(title): clean(value) for title, value in invitee.attributes.items()}
    attributes = {title: value for title, value in attributes.items() if title and value}
    if len(attributes) > MOST_ATTRIBUTES or any(
        len(title) > LONGEST_TITLE or len(value) > LONGEST_VALUE for title, value in attributes.items()
    ):
        sentence = mark(
            "Er passen %(most)d kenmerken, met een naam van %(title)d en een waarde van %(value)d tekens."
        )
        wrong.append(say(language, sentence, most=MOST_ATTRIBUTES, title=LONGEST_TITLE, value=LONGEST_VALUE))
    tidy = replace(invitee, email=email or "", pseudonym=pseudonym, segment=segment, attributes=attributes)
    return tidy, wrong


def read_lines(text: str, groups: Sequence[FocusGroup], language: str) -> list[Invitee]:
    """The invitees of a table (CSV, or copied from a spreadsheet) or of a list of addresses.

    A table has a head with *e-mailadres*, *pseudoniem*, *groep*, *segment* or *taal* (French and English
    words as well); every other column is an attribute. A group is named by its number or its name.
    Raises: Invalid with the sentences per line, under the line's number.
    """
    rows = [(number, row) for number, row in _rows(text) if any(cell.strip() for cell in row)]
    if not rows:
        raise Invalid({"1": [say(language, "Hier staat nog niemand. Plak een lijst of kies een bestand.")]})
    if len(rows) > MOST_LINES + 1:
        sentence = mark("Dit zijn %(count)d regels. Er passen er %(most)d tegelijk.")
        raise Invalid({"1": [say(language, sentence, count=len(rows), most=MOST_LINES)]})
    head = [_column(cell) for cell in rows[0][1]]
    if any(title in _COLUMNS for title in head):
        rows = rows[1:]
    else:
        head = ["email"]
    found: list[Invitee] = []
    errors: dict[str, list[str]] = {}
    for number, row in rows:
        try:
            found.append(_invitee(number, head, row, groups, language))
        except Invalid as refusal:
            errors |= refusal.errors
    if errors:
        raise Invalid(errors)
    return found


def _rows(text: str) -> list[tuple[int, list[str]]]:
    """Line numbers and cells. Excel in Belgium writes semicolons, a spreadsheet copies tabs."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    first = next((line for line in text.split("\n") if line.strip()), "")
    mark_between = max("\t;,", key=first.count)
    reader = csv.reader(StringIO(text), delimiter=mark_between)
    rows, line = [], 1
    for row in reader:
        rows.append((line, row))
        line = reader.line_num + 1
    return rows


def _column(cell: str) -> str:
    """The name of a column that we know, else what stands there."""
    said = clean(cell)
    return next((name for name, words in _COLUMNS.items() if said.casefold() in words), said)


def _invitee(
    number: int, head: Sequence[str], row: Sequence[str], groups: Sequence[FocusGroup], language: str
) -> Invitee:
    if any(cell.strip() for cell in row[len(head) :]):
        sentence = mark("Hier staan meer kolommen dan in de eerste regel.")
        raise Invalid({str(number): [say(language, sentence)]})
    cells = dict(zip(head, row, strict=False))
    asked = clean(cells.get("group"))
    group = next((g for g in groups if asked.casefold() in (str(g.number), g.name.casefold())), None)
    if asked and group is None:
        sentence = mark("Deze groep is er niet: %(typed)s. Er zijn %(known)s.")
        known = ", ".join(f"{each.number} ({each.name})" for each in groups)
        raise Invalid({str(number): [say(language, sentence, typed=asked[:40], known=known)]})
    return Invitee(
        email=cells.get("email", ""),
        pseudonym=cells.get("pseudonym", ""),
        group_id=group.id if group else None,
        segment=cells.get("segment", ""),
        language=clean(cells.get("language")).lower(),
        attributes={title: value for title, value in cells.items() if title and title not in _COLUMNS},
        line=number,
    )
