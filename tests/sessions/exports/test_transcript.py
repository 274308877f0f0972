"""The transcript of focus groups: what may be in which grade, in every format, and who stands under whom."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import docx
import openpyxl
import pytest
from builders import Cast
from focus_acts import answer, hide, probe, reply, reply_to_probe
from focus_builders import FIRST, Focus, Someone, make_focus
from jsonschema import Draft202012Validator
from lxml import etree

from sessions.documents import Bullets, Heading, Paragraph, Quote, markdown, pdf
from sessions.documents import docx as word_file
from sessions.errors import Missing
from sessions.exercises.answers import as_form
from sessions.exports import (
    FORMATS,
    Grade,
    json_document,
    transcript,
    transcript_document,
    transcript_refi,
    transcript_tables,
)
from sessions.exports import gather as dossier_of
from sessions.exports.anonymous import Edited
from sessions.exports.transcript import ORDERS, Said, Transcript
from sessions.focus import answering, consent
from sessions.focus.threads import Quote as Cut
from sessions.material import coding, interviews, third_persons
from sessions.models import Member

PROJECT = Path(__file__).parents[2] / "vendor" / "refi" / "Project-mrt2019.xsd"
NS = {"p": "urn:QDA-XML:project:1.0"}


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


@pytest.fixture
def week(cast: Cast) -> Week:
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
    focus.write(
        interviews.enter,
        focus.workshop_id,
        focus.moderator,
        name="Mevrouw Es",
        interviewer="Els",
        held_on=FIRST,
        consent="Mondeling",
        notes=["Je moet iemand kennen."],
        secret="nobody holds this one",
    )
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


ALWAYS = ("Ik bak brood", "In de tweede groep, beter gezegd.", "Wie luistert, maakt verschil.")
FROM_ANALYSIS = (
    "Ik zing liever zwijgend.",
    "Dit blijft besloten.",
    "Onder wie zweeg.",
    "Onder wat verstopt werd.",
    "Alleen aan jou gezegd.",
    "Je moet iemand kennen.",
)
NEVER = ("verstopt.", "ingetrokken", "Fatima", "wilg-een@")


@pytest.mark.parametrize("grade", list(Grade))
def test_a_grade_holds_what_it_may_in_every_format(week: Week, grade: Grade) -> None:
    for name, text in every_format(week, grade).items():
        assert [each for each in ALWAYS if each not in text] == [], name
        assert [each for each in NEVER if each in text] == [], name
        assert [each for each in FROM_ANALYSIS if (each in text) is (grade is Grade.PUBLIC)] == [], name
        assert ("Wilg" in text) is (grade is Grade.RESTRICTED), name
        assert "Joris" in text if grade is not Grade.PUBLIC else "Joris" not in text, name
        assert ("Joris [?]" in text) is (grade is Grade.ANALYSIS), name


@pytest.mark.parametrize("grade", list(Grade))
def test_the_files_of_the_whole_workshop_hold_no_more(week: Week, grade: Grade) -> None:
    house, purpose = week.focus.house, "Nabellen" if grade is Grade.RESTRICTED else ""
    with house.store.reading() as db:
        dossier = dossier_of(
            db,
            week.focus.workshop_id,
            grade,
            random=Random(3),
            language="nl",
            now=house.now(),
            purpose=purpose,
        )
    document = json.loads(FORMATS["json"].write(dossier))
    Draft202012Validator(json_document.schema()).validate(document)
    texts = {
        "json": json.dumps(document, ensure_ascii=False),
        "md": FORMATS["md"].write(dossier).decode().replace("\\", ""),
        "qdpx": unpacked(FORMATS["qdpx"].write(dossier)),
    }
    for name, text in texts.items():
        assert [each for each in ALWAYS if each not in text] == [], name
        assert [each for each in ("ingetrokken.", "Fatima") if each in text] == [], name
        held = ("Ik zing liever zwijgend.", "Dit blijft besloten.", "Alleen aan jou gezegd.")
        assert [each for each in held if (each in text) is (grade is Grade.PUBLIC)] == [], name
        if grade is not Grade.RESTRICTED:
            assert "verstopt." not in text and "Wilg" not in text, name
    (row,) = [each for each in document["contributions"] if each["text"].startswith("Mooi")]
    assert row["question"] == "Wie ben je?" and row["group"]
    above = next(each for each in document["contributions"] if each["id"] == row["reply_to"])
    assert above["text"].startswith("Ik bak brood")


def test_replies_stand_under_their_answer_and_probes_under_the_question(week: Week) -> None:
    made = week.gather(Grade.RESTRICTED)
    first = made.questions[0].parts[0]
    answers = {each.text: each for each in first.answers}
    (below,) = answers["Ik bak brood met […] en met Joris."].replies
    assert (below.text, below.quote, below.who.name) == ("Mooi gezegd, Wilg 1!", "Ik bak brood", "Wilg 3")
    gone = answers[""]
    assert [each.text for each in gone.replies] == ["Onder wat verstopt werd."] and gone.who.name == ""
    assert [(each.to and each.to.name, [one.text for one in each.replies]) for each in first.probes] == [
        (None, ["Wie luistert, maakt verschil."]),
        ("Wilg 1", ["Alleen aan jou gezegd."]),
    ]
    (better,) = made.questions[0].parts[1].answers
    assert better.corrected and not below.corrected
    said = markdown.write(transcript_document.document(made)).decode()
    assert "verbeterd" in said and said.index("Ik bak brood") < said.index("Mooi gezegd")


def test_codes_are_drawn_for_each_transcript_and_stand_where_others_wrote_a_pseudonym(week: Week) -> None:
    drawn = set()
    for seed in range(6):
        found = {each.text.split()[0]: each for each in _spoken(week.gather(Grade.ANALYSIS, seed=seed))}
        bread, nice = found["Ik"], found["Mooi"]
        assert nice.text == f"Mooi gezegd, {_author(week, seed)}!"
        drawn.add(bread.who.name)
    assert len(drawn) > 1


def _author(week: Week, seed: int) -> str:
    """The code of who baked bread."""
    rows = _spoken(week.gather(Grade.ANALYSIS, seed=seed))
    return next(each.who.name for each in rows if each.text.startswith("Ik bak"))


def _spoken(made: Transcript) -> list[Said]:
    return [
        said
        for question in made.questions
        for part in question.parts
        for said, _beneath in transcript_document.spoken_in(part)
    ]


def test_every_order_holds_the_same_words_under_headings_that_skip_no_level(week: Week) -> None:
    held = []
    for order in ORDERS:
        made = week.gather(Grade.RESTRICTED, order)
        rows = transcript_tables.tables(made)["said"]
        held.append(sorted(row[0] for row in rows))
        level = 0
        for block in transcript_document.document(made).blocks:
            if isinstance(block, Heading):
                assert block.level <= level + 1
                level = block.level
            else:
                assert isinstance(block, Paragraph | Quote | Bullets)
    assert held[0] == held[1] == held[2] and len(held[0]) == 10
    by_member = transcript_document.document(week.gather(Grade.RESTRICTED, "member"))
    heads = [block.text for block in by_member.blocks if isinstance(block, Heading) and block.level == 1]
    assert [head.split(",")[0] for head in heads] == [*(f"Wilg {each}" for each in range(1, 5)), heads[-1]]
    assert heads[-1].startswith("Mevrouw Es (D")
    with pytest.raises(Missing):
        week.gather(Grade.ANALYSIS, "day")


@pytest.mark.parametrize("grade", list(Grade))
def test_the_project_is_valid_and_its_codes_lie_on_the_words(week: Week, grade: Grade) -> None:
    with zipfile.ZipFile(io.BytesIO(transcript_refi.write(week.gather(grade)))) as file:
        tree: Any = etree.fromstring(file.read("project.qde"))
        texts = {name: file.read(name).decode() for name in file.namelist() if name.startswith("sources/")}
    etree.XMLSchema(etree.parse(PROJECT)).assertValid(tree)
    names = {each.get("guid"): each.get("name") for each in tree.iterfind(".//p:Code", NS)}
    on: dict[str, list[str]] = {}
    for source in tree.iterfind(".//p:TextSource", NS):
        text = texts[source.get("plainTextPath").replace("internal://", "sources/")]
        for each in source.iterfind("p:PlainTextSelection", NS):
            (code,) = each.iterfind(".//p:CodeRef", NS)
            cut = text[int(each.get("startPosition")) : int(each.get("endPosition"))]
            on.setdefault(names[code.get("targetGUID")], []).append(cut)
    made = week.gather(grade)
    further = [probe.text for _question, _part, _about, probe in transcript_document.probes_in(made)]
    assert sorted(texts.values()) == sorted([*(each.text for each in _spoken(made)), *further])
    assert "In de tweede groep, beter gezegd." in on["Wie ben je?"]
    # What people coded begins after a masked name, in a text that is shorter now.
    assert on.get("Belang", []) == ([] if grade is Grade.PUBLIC else ["met Joris"])
    cases = [each.get("name") for each in tree.iterfind(".//p:Case", NS)]
    assert len(cases) == (3 if grade is Grade.PUBLIC else 5)


def _values(tree: Any, source: Any) -> dict[str, str]:
    names = {each.get("guid"): each.get("name") for each in tree.iterfind(".//p:Variable", NS)}
    return {
        names[each.find("p:VariableRef", NS).get("targetGUID")]: each.findtext("p:TextValue", None, NS)
        for each in source.iterfind("p:VariableValue", NS)
    }


@pytest.mark.parametrize("grade", list(Grade))
def test_a_reply_to_a_probe_names_it_and_the_probe_stands_in_the_project(week: Week, grade: Grade) -> None:
    made = week.gather(grade)
    with zipfile.ZipFile(io.BytesIO(transcript_refi.write(made))) as file:
        tree: Any = etree.fromstring(file.read("project.qde"))
        read = {
            each.get("guid"): file.read(each.get("plainTextPath").replace("internal://", "sources/")).decode()
            for each in tree.iterfind(".//p:TextSource", NS)
        }
    values = {read[each.get("guid")]: _values(tree, each) for each in tree.iterfind(".//p:TextSource", NS)}
    to = values["Wie luistert, maakt verschil."]["reply to"]
    asked = [each for each in tree.iterfind(".//p:TextSource", NS) if each.get("name").endswith(to)]
    assert to and [read[each.get("guid")] for each in asked] == ["Wie had het verschil kunnen maken?"]
    assert _values(tree, asked[0])["kind"] == "probe"
    rows = transcript_tables.tables(made)
    said = {row[transcript_tables.HEADERS["said"].index("text")]: row for row in rows["said"]}
    place = transcript_tables.HEADERS["said"].index("reply_to")
    assert said["Wie luistert, maakt verschil."][place] in [row[0] for row in rows["probes"]]


@pytest.mark.parametrize("grade", list(Grade))
def test_no_background_stands_next_to_a_text_in_any_grade(week: Week, grade: Grade) -> None:
    focus = week.focus
    focus.house.write(lambda db: setattr(db.get_one(Member, week.willing.id), "segment", "leerkrachten"))
    found = every_format(week, grade)
    purpose = "Nabellen" if grade is Grade.RESTRICTED else ""
    with focus.house.store.reading() as db:
        now, given = focus.house.now(), {"random": Random(3), "language": "nl", "purpose": purpose}
        dossier = dossier_of(db, focus.workshop_id, grade, now=now, **given)
    found["json"] = json.dumps(json.loads(FORMATS["json"].write(dossier)), ensure_ascii=False)
    found["word of the whole"] = unpacked(FORMATS["docx"].write(dossier))
    for name, text in found.items():
        # Only a file with a list of people, apart from what they said, knows it.
        lists = name.split()[0] in ("xlsx", "qdpx", "json")
        assert ("leerkrachten" in text) is (grade is Grade.RESTRICTED and lists), name
        if name.startswith("xlsx"):
            assert ("segment" in text) is (grade is Grade.RESTRICTED), name


@pytest.mark.parametrize("order", ORDERS)
def test_the_segment_stands_in_the_sheet_of_members_and_with_cases_alone(week: Week, order: str) -> None:
    week.focus.house.write(lambda db: setattr(db.get_one(Member, week.willing.id), "segment", "leerkrachten"))
    made = week.gather(Grade.RESTRICTED, order)
    book = openpyxl.load_workbook(io.BytesIO(transcript_tables.write(made)))
    for name in transcript_tables.HEADERS:
        cells = {cell for line in book[name].iter_rows(values_only=True) for cell in line}
        assert ({"segment", "leerkrachten"} <= cells) is (name == "members"), name
        assert bool({"segment", "leerkrachten"} & cells) is (name == "members"), name
    with zipfile.ZipFile(io.BytesIO(transcript_refi.write(made))) as file:
        tree: Any = etree.fromstring(file.read("project.qde"))
    assert all("segment" not in _values(tree, each) for each in tree.iterfind(".//p:TextSource", NS))
    held = [_values(tree, each).get("segment") for each in tree.iterfind(".//p:Case", NS)]
    assert [each for each in held if each] == ["leerkrachten"]


def test_the_pdf_is_made_from_the_same_document(week: Week) -> None:
    made = pdf.write(transcript_document.document(week.gather(Grade.ANALYSIS)))
    assert made.startswith(b"%PDF-") and made != pdf.write(
        transcript_document.document(week.gather(Grade.PUBLIC))
    )


def test_places_move_with_the_words() -> None:
    made = Edited("a […] b", [(2, 8, "[…]")])
    assert made.moved(0, 1) == (0, 1) and made.moved(9, 10) == (6, 7)
    assert made.moved(4, 6) == (2, 5)
