"""REFI-QDA: what was said and how people coded it, for qualitative analysis software (REFI 1.5, 2019).

One source per contribution, with the words as plain text beside the project. Codes are what people decided:
questions, key groups, themes. What a machine proposed is in none of them.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any
from uuid import UUID, uuid5
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from sessions import words
from sessions.exports.dossier import Dossier

PROJECT, CODEBOOK = "urn:QDA-XML:project:1.0", "urn:QDA-XML:codebook:1.0"
ROOM = UUID("6f5e5a52-3f52-4f0a-9c5e-9d1c8b1f0a01")
Row = dict[str, Any]


def write_project(dossier: Dossier) -> bytes:
    """A `.qdpx`: project.qde and a folder sources/ of texts, one per contribution that has words."""
    made = _Project(dossier)
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as file:
        stamp = dossier.made_at.timetuple()[:6]
        file.writestr(ZipInfo("project.qde", stamp), xml_of(made.tree(), PROJECT))
        for name, text in made.texts.items():
            file.writestr(ZipInfo(f"sources/{name}.txt", stamp), text.encode())
    return packed.getvalue()


def write_codebook(dossier: Dossier) -> bytes:
    """A `.qdc`: the codes alone."""
    root = ET.Element("CodeBook", {"origin": str(dossier.about["software"])})
    _Codes(dossier).into(ET.SubElement(root, "Codes"))
    return xml_of(root, CODEBOOK)


def xml_of(root: ET.Element, namespace: str) -> bytes:
    root.set("xmlns", namespace)
    ET.indent(root)
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))


def legal(text: str) -> str:
    """Without what XML cannot hold, line ends as one character."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in text if c in "\n\t" or (ord(c) >= 0x20 and not 0xD800 <= ord(c) <= 0xDFFF))


class Names:
    """Names that differ, without the dots and slashes on which readers break."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def free(self, wanted: str) -> str:
        plain = " ".join(legal(wanted).replace(".", " ").replace("/", " ").replace("\\", " ").split())
        plain = plain[:80].strip() or "-"
        name, number = plain, 2
        while name.lower() in self._taken:
            name, number = f"{plain} {number}", number + 1
        self._taken.add(name.lower())
        return name


class _Codes:
    """Question > key group > theme. `of` maps (analysis, theme id) to the code of that theme."""

    def __init__(self, dossier: Dossier) -> None:
        self.dossier = dossier
        self.sheets: dict[str, list[Row]] = {sheet.name: sheet.rows for sheet in dossier.sheets}
        self.of: dict[tuple[str, str], str] = {}

    def into(self, codes: ET.Element) -> None:
        """Fills the element. There is always a code: readers refuse an empty list."""
        names = Names()
        for question in self.sheets["analyses"]:
            key = question["analysis"]
            top = self._code(codes, f"question:{key}", names.free(question["question"]), codable=False)
            themes = [row for row in self.sheets["themes"] if row["analysis"] == key]
            held: dict[str, ET.Element] = {}
            for group in self.sheets["key_groups"]:
                if group["analysis"] == key:
                    place = f"group:{key}:{group['id']}"
                    made = self._code(top, place, names.free(group["title"]), codable=False)
                    self._describe(made, group["description"])
                    held[group["title"]] = made
            for theme in themes:
                title = theme["title"] or words.say(self.dossier.language, "nog zonder naam")
                parent = held.get(theme["key_group"] or "", top)
                made = self._code(parent, f"theme:{key}:{theme['id']}", names.free(title))
                self._describe(made, theme["description"])
                self.of[key, theme["id"]] = made.attrib["guid"]
        if not len(codes):
            self._code(codes, "none", words.say(self.dossier.language, "Nog geen codes"), codable=False)

    def _code(self, parent: ET.Element, place: str, name: str, *, codable: bool = True) -> ET.Element:
        guid = guid_of(self.dossier, place)
        return ET.SubElement(
            parent, "Code", {"guid": guid, "name": name, "isCodable": "true" if codable else "false"}
        )

    def _describe(self, code: ET.Element, text: str) -> None:
        if text:
            description = ET.Element("Description")
            description.text = legal(text)
            code.insert(0, description)


def guid_of(dossier: Dossier, place: str) -> str:
    """The same thing in the same export always has the same name; in another export another one."""
    return str(uuid5(ROOM, f"{dossier.workshop_id}:{dossier.about['made']}:{place}")).upper()


class _Project:
    """`texts` maps the name of a source to its words, line ends as on Unix, without a mark at the start."""

    def __init__(self, dossier: Dossier) -> None:
        self.dossier = dossier
        self.sheets: dict[str, list[Row]] = {sheet.name: sheet.rows for sheet in dossier.sheets}
        self.texts: dict[str, str] = {}
        self.user = guid_of(dossier, "user")

    def tree(self) -> ET.Element:
        """The project. The order of its parts is the schema's."""
        software = str(self.dossier.about["software"])
        root = ET.Element("Project", {"name": legal(self.dossier.title), "origin": software})
        root.set("creatingUserGUID", self.user)
        root.set("creationDateTime", self._moment())
        users = ET.SubElement(root, "Users")
        ET.SubElement(users, "User", {"guid": self.user, "name": "Lotusbloem"})
        codes = _Codes(self.dossier)
        codes.into(ET.SubElement(ET.SubElement(root, "CodeBook"), "Codes"))
        said = [row for row in self.sheets["contributions"] if row["text"]]
        people = self._people(said)
        if people:
            self._variables(root)
            self._cases(root, people)
        self._sources(root, said, codes)
        return root

    def _moment(self) -> str:
        return self.dossier.made_at.strftime("%Y-%m-%dT%H:%M:%SZ")

    def _people(self, said: Sequence[Row]) -> dict[str, list[Row]]:
        """Code of a participant to what they said; nobody where the grade knows no participants."""
        found: dict[str, list[Row]] = {}
        for row in said:
            if row.get("participant"):
                found.setdefault(row["participant"], []).append(row)
        return found

    def _variables(self, root: ET.Element) -> None:
        held = ET.SubElement(root, "Variables")
        for name in ("kind", "table"):
            ET.SubElement(
                held,
                "Variable",
                {"guid": guid_of(self.dossier, f"variable:{name}"), "name": name, "typeOfVariable": "Text"},
            )

    def _cases(self, root: ET.Element, people: dict[str, list[Row]]) -> None:
        cases, names = ET.SubElement(root, "Cases"), Names()
        for code, rows in sorted(people.items()):
            case = ET.SubElement(
                cases, "Case", {"guid": guid_of(self.dossier, f"case:{code}"), "name": names.free(code)}
            )
            tables = sorted({str(row["table"]) for row in rows if row.get("table")})
            if tables:
                self._value(case, "table", ", ".join(tables))
            for row in rows:
                ET.SubElement(case, "SourceRef", {"targetGUID": self._source(row)})

    def _value(self, parent: ET.Element, variable: str, text: str) -> None:
        value = ET.SubElement(parent, "VariableValue")
        ET.SubElement(value, "VariableRef", {"targetGUID": guid_of(self.dossier, f"variable:{variable}")})
        ET.SubElement(value, "TextValue").text = legal(text)

    def _source(self, row: Row) -> str:
        return guid_of(self.dossier, f"source:{row['id']}")

    def _sources(self, root: ET.Element, said: Sequence[Row], codes: _Codes) -> None:
        if not said:
            return
        sources, names = ET.SubElement(root, "Sources"), Names()
        placed: dict[str, list[Row]] = {}
        for row in self.sheets["placements"]:
            if (row["analysis"], row["theme_id"]) in codes.of:
                placed.setdefault(row["contribution"], []).append(row)
        known = any(row.get("participant") for row in said)
        for row in said:
            guid, text = self._source(row), legal(row["text"])
            self.texts[guid] = text
            source = ET.SubElement(
                sources,
                "TextSource",
                {
                    "guid": guid,
                    "name": names.free(f"{row['kind']} {text[:50]}"),
                    "plainTextPath": f"internal://{guid}.txt",
                    "creatingUser": self.user,
                    "creationDateTime": self._moment(),
                },
            )
            self._selections(source, row, text, placed.get(row["id"], ()), codes)
            if known:
                self._value(source, "kind", row["kind"])
                if row.get("table"):
                    self._value(source, "table", str(row["table"]))

    def _selections(
        self, source: ET.Element, row: Row, text: str, placed: Iterable[Row], codes: _Codes
    ) -> None:
        """A selection per coded passage: the whole text, or the code points that the passage says."""
        for number, place in enumerate(placed):
            start = place["starts_at"] or 0
            end = place["ends_at"] if place["ends_at"] is not None else len(text)
            here = f"{row['id']}:{place['analysis']}:{number}"
            selection = ET.SubElement(
                source,
                "PlainTextSelection",
                {
                    "guid": guid_of(self.dossier, f"selection:{here}"),
                    "name": f"{start}-{end}",
                    "startPosition": str(start),
                    "endPosition": str(end),
                    "creatingUser": self.user,
                    "creationDateTime": self._moment(),
                },
            )
            coding = ET.SubElement(
                selection,
                "Coding",
                {
                    "guid": guid_of(self.dossier, f"coding:{here}"),
                    "creatingUser": self.user,
                    "creationDateTime": self._moment(),
                },
            )
            ET.SubElement(coding, "CodeRef", {"targetGUID": codes.of[place["analysis"], place["theme_id"]]})
