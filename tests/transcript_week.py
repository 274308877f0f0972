"""What was said in a week of focus groups that a transcript is made of, and how its files read."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from random import Random

import docx
import openpyxl
from builders import Cast
from focus_acts import answer, hide, interview, probe, reply, reply_to_probe
from focus_builders import Focus, Someone, make_focus

from sessions.documents import docx as word_file
from sessions.documents import markdown
from sessions.exercises.answers import as_form
from sessions.exports import (
    Grade,
    transcript,
    transcript_document,
    transcript_refi,
    transcript_tables,
)
from sessions.exports.transcript import ORDERS, Said, Transcript
from sessions.focus import answering, consent
from sessions.focus.threads import Quote as Cut
from sessions.material import coding, third_persons


@dataclass
class Week:
    focus: Focus
    willing: Someone
    silent: Someone
    third: Someone
    said: dict[str, int]

    def gather(self, grade: Grade, order: str = "question", seed: int = 5) -> Transcript:
        now = self.focus.house.now()
        with self.focus.house.store.reading() as db:
            return transcript.gather(
                db, self.focus.workshop_id, grade, order=order, random=Random(seed), language="nl", now=now
            )


def spoken(cast: Cast) -> Week:
    """One member agreed to be quoted and one did not; answers were hidden, withdrawn and corrected."""
    house = cast.house
    focus = make_focus(house, cast.facilitator, members=3)
    willing, silent, third, elsewhere = focus.members[:4]
    for who, yes in ((willing, True), (silent, False), (third, True), (elsewhere, True)):
        given = {"taking_part": True, "quoting": yes}
        house.write(lambda db, who=who, given=given: consent.answer(db, who.id, given, now=house.now()))
    said = {
        "open": answer(focus, willing, "Wie ben je?", "Ik bak brood met Fatima en met Joris."),
        "silent": answer(focus, silent, "Wie ben je?", "Ik zing liever zwijgend."),
        "private": answer(focus, willing, "Liever niet in de groep", "Dit blijft besloten."),
        "hidden": answer(focus, third, "Wie ben je?", "Dit is verstopt."),
        "withdrawn": answer(focus, third, "Welkom", "Dit is ingetrokken."),
        "other": answer(focus, elsewhere, "Wie ben je?", "In de tweede groep."),
    }
    said["reply"] = reply(focus, third, said["open"], "Mooi gezegd, Wilg 1!", quote=Cut(0, 12, 1))["id"]
    said["under_silent"] = reply(focus, willing, said["silent"], "Onder wie zweeg.")["id"]
    said["under_hidden"] = reply(focus, willing, said["hidden"], "Onder wat verstopt werd.")["id"]
    to_all, to_one = probe(focus, "Wie ben je?"), probe(focus, "Wie ben je?", willing)
    said["probed"] = reply_to_probe(focus, third, to_all, "Wie luistert, maakt verschil.")["id"]
    said["alone"] = reply_to_probe(focus, willing, to_one, "Alleen aan jou gezegd.")["id"]
    focus.write(
        answering.correct,
        said["other"],
        elsewhere.id,
        version=1,
        data=as_form({"text": "In de tweede groep, beter gezegd."}),
    )
    interview(focus)
    hide(focus, said["hidden"])
    focus.write(answering.withdraw, said["withdrawn"], third.id)
    _decide(focus, said["open"], "Fatima", "mask")
    focus.write(coding.code, said["open"], focus.moderator, kind="interest", starts_at=27, ends_at=36)
    return Week(focus, willing, silent, third, said)


def _decide(focus: Focus, contribution_id: int, name: str, decision: str) -> None:
    with focus.house.store.reading() as db:
        found = {each.name: each for each in third_persons.found(db, focus.workshop_id)}
    each = found[name]
    focus.write(
        third_persons.decide,
        focus.workshop_id,
        focus.moderator,
        contribution_id=contribution_id,
        version=each.version,
        starts_at=each.starts_at,
        ends_at=each.ends_at,
        decision=decision,
    )


def unpacked(content: bytes) -> str:
    """Every part of a packed file as one text."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return "\n".join(file.read(name).decode("utf-8", "replace") for name in file.namelist())


def every_format(week: Week, grade: Grade) -> dict[str, str]:
    """What can be read in the file of each format, and in those that hold all of the workshop."""
    found = {}
    for order in ORDERS:
        made = week.gather(grade, order)
        document = transcript_document.document(made)
        found[f"md {order}"] = markdown.write(document).decode().replace("\\", "")
        found[f"docx {order}"] = "\n".join(
            each.text for each in docx.Document(io.BytesIO(word_file.write(document))).paragraphs
        )
        book = openpyxl.load_workbook(io.BytesIO(transcript_tables.write(made)))
        found[f"xlsx {order}"] = "\n".join(
            str(cell) for page in book for line in page.iter_rows(values_only=True) for cell in line
        )
    found["qdpx"] = unpacked(transcript_refi.write(week.gather(grade)))
    return found


def every_word(made: Transcript) -> list[Said]:
    return [
        said
        for question in made.questions
        for part in question.parts
        for said, _beneath in transcript_document.spoken_in(part)
    ]
