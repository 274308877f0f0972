"""The transcript as tables and as a project for analysis: what stands beside the words."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from random import Random
from typing import Any

import openpyxl
import pytest
from builders import Cast
from lxml import etree
from transcript_week import Week, every_format, every_word, spoken, unpacked

from sessions.exports import (
    FORMATS,
    Grade,
    transcript_document,
    transcript_refi,
    transcript_tables,
)
from sessions.exports import gather as dossier_of
from sessions.exports.transcript import ORDERS
from sessions.models import Member

PROJECT = Path(__file__).parents[2] / "vendor" / "refi" / "Project-mrt2019.xsd"
NS = {"p": "urn:QDA-XML:project:1.0"}


@pytest.fixture
def week(cast: Cast) -> Week:
    return spoken(cast)


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
    assert sorted(texts.values()) == sorted([*(each.text for each in every_word(made)), *further])
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
