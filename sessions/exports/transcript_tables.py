"""The transcript as tables: a row for every answer and reply, and for every probe."""

from __future__ import annotations

from sessions.exports.grade import Grade
from sessions.exports.transcript import Asking, Part, Probed, Said, Transcript, Who
from sessions.exports.transcript_document import by_who, groups_of, probes_in, spoken_in
from sessions.exports.xlsx import write_tables

Cell = str | int
HEADERS = {
    "said": (
        "id", "kind", "group", "member", "round", "question", "asked", "text", "quote", "reply_to",
        "probe", "corrected", "said_on",
    ),
    "probes": ("id", "group", "round", "question", "answer", "to", "text", "replies"),
    "members": ("member", "group", "segment", "answers", "replies"),
}  # fmt: skip
"""The sheets and their columns; the names are stable."""
BACKGROUND = "segment"
"""The column that only a restricted file has, beside who people are and never beside what they said."""


def write(transcript: Transcript) -> bytes:
    """A workbook with a sheet per table, in the order that was asked for."""
    headers, rows = dict(HEADERS), tables(transcript)
    if transcript.grade is not Grade.RESTRICTED:
        for name, header in HEADERS.items():
            if BACKGROUND in header:
                place = header.index(BACKGROUND)
                headers[name] = header[:place] + header[place + 1 :]
                rows[name] = [row[:place] + row[place + 1 :] for row in rows[name]]
    return write_tables(transcript.title, transcript.made_at, headers, rows)


def tables(transcript: Transcript) -> dict[str, list[list[Cell]]]:
    """The rows under each of HEADERS."""
    people = by_who(transcript)
    return {
        "said": _said(transcript),
        "probes": [_probe(*each) for each in probes_in(transcript)],
        "members": [
            [
                who.name,
                who.group,
                who.segment,
                sum(said.kind != "reply" for _, said, _ in spoken),
                sum(said.kind == "reply" for _, said, _ in spoken),
            ]
            for who, spoken in people
        ],
    }


def _said(transcript: Transcript) -> list[list[Cell]]:
    if transcript.order == "member":
        return [_row(*each) for _who, spoken in by_who(transcript) for each in spoken]
    rows = [
        (part.group, _row(question, said, beneath))
        for question in transcript.questions
        for part in question.parts
        for said, beneath in spoken_in(part)
    ]
    if transcript.order == "group":
        places = groups_of(transcript)
        rows.sort(key=lambda each: places.index(each[0]))
    return [row for _group, row in rows]


def _row(question: Asking, said: Said, beneath: Said | Probed | None) -> list[Cell]:
    who: Who = said.who
    return [
        said.code,
        said.kind,
        who.group,
        who.name,
        question.round,
        question.title,
        question.prompt,
        said.text,
        said.quote,
        beneath.code if beneath is not None else "",
        beneath.text if isinstance(beneath, Probed) else "",
        "yes" if said.corrected else "",
        said.said_on,
    ]


def _probe(question: Asking, part: Part, answer: str, probe: Probed) -> list[Cell]:
    return [
        probe.code,
        part.group,
        question.round,
        question.title,
        answer,
        probe.to.name if probe.to else "",
        probe.text,
        len(probe.replies),
    ]
