"""REFI-QDA: valid by the published schemas, every text once, codes are decisions of people only."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from sessions.exports import FORMATS, Grade

SCHEMAS = Path(__file__).parents[2] / "vendor" / "refi"
NS = {"p": "urn:QDA-XML:project:1.0", "c": "urn:QDA-XML:codebook:1.0"}


def checked(name: str, content: bytes) -> Any:
    tree = etree.fromstring(content)
    etree.XMLSchema(etree.parse(SCHEMAS / name)).assertValid(tree)
    return tree


def opened(content: bytes) -> tuple[Any, dict[str, str]]:
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        assert file.testzip() is None
        sources = {name: file.read(name).decode() for name in file.namelist() if name.startswith("sources/")}
        return checked("Project-mrt2019.xsd", file.read("project.qde")), sources


@pytest.mark.parametrize("grade", list(Grade))
def test_a_project_is_valid_and_holds_every_text_once(day, grade: Grade) -> None:
    dossier = day.gather(grade)
    project, sources = opened(FORMATS["qdpx"].write(dossier))
    said = [row["text"] for row in dossier.sheet("contributions").rows if row["text"]]
    assert sorted(sources.values()) == sorted(said)
    for source in project.iterfind(".//p:TextSource", NS):
        text = sources[source.get("plainTextPath").replace("internal://", "sources/")]
        for selection in source.iterfind("p:PlainTextSelection", NS):
            assert 0 <= int(selection.get("startPosition")) < int(selection.get("endPosition")) <= len(text)
            assert all(coding.get("creatingUser") for coding in selection.iterfind("p:Coding", NS))


def test_codes_are_what_people_decided(day) -> None:
    project, sources = opened(FORMATS["qdpx"].write(day.gather()))
    names = {code.get("guid"): code.get("name") for code in project.iterfind(".//p:Code", NS)}
    assert {"Nabijheid", "Samen wachten"} <= set(names.values())
    assert "samen wachten koffie" not in str(names)
    (coded,) = project.iterfind(".//p:CodeRef", NS)
    assert names[coded.get("targetGUID")] == "Samen wachten"
    source = coded.getparent().getparent().getparent()
    assert (
        sources[source.get("plainTextPath").replace("internal://", "sources/")]
        == "Omdat het wachten samen gaat"
    )


def test_names_differ_and_hold_nothing_that_readers_break_on(day) -> None:
    project, _sources = opened(FORMATS["qdpx"].write(day.gather(Grade.RESTRICTED)))
    for kind in ("Code", "Case", "TextSource"):
        names = [each.get("name").lower() for each in project.iterfind(f".//p:{kind}", NS)]
        assert len(names) == len(set(names)), kind
        assert not any(character in name for name in names for character in "./\\")


def test_people_are_cases_only_where_the_grade_knows_people(day) -> None:
    for grade, cases in ((Grade.PUBLIC, 0), (Grade.ANALYSIS, 2)):
        project, _sources = opened(FORMATS["qdpx"].write(day.gather(grade)))
        assert len(project.findall(".//p:Case", NS)) >= cases > -1
        assert (len(project.findall(".//p:Case", NS)) > 0) == (cases > 0)


def test_a_codebook_is_valid_and_alone(day) -> None:
    book = checked("Codebook.xsd", FORMATS["qdc"].write(day.gather()))
    assert "Samen wachten" in [code.get("name") for code in book.iterfind(".//c:Code", NS)]
