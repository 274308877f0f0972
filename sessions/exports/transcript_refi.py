"""The transcript for qualitative analysis software (REFI-QDA 1.5, 2019): a source per answer, reply, probe.

Cases are the members, with their group, and in a restricted file their segment, as values; a source has no
background. Codes are the questions of the guide, each over the whole of its answers, and the kinds of
material over the words that people coded. What a moderator asked further belongs to no case and no code;
replies to it name it.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from io import BytesIO
from uuid import uuid5
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from sessions import words
from sessions.exports.dossier import software_version
from sessions.exports.grade import Grade
from sessions.exports.refi import PROJECT, ROOM, Names, legal, xml_of
from sessions.exports.transcript import Asking, Coded, Part, Probed, Said, Transcript, Who
from sessions.exports.transcript_document import Spoken, by_who, probes_in
from sessions.exports.transcript_tables import BACKGROUND

VARIABLES = ("kind", "group", "segment", "question", "round", "reply to", "asked of")
KINDS = {
    "interest": words.mark("Belang"),
    "opportunity": words.mark("Kans"),
    "obstacle": words.mark("Hindernis"),
    "ingredient": words.mark("Actief bestanddeel"),
    "lever_argument": words.mark("Argument bij een hefboom"),
    "vision": words.mark("Element van de boom"),
    "term": words.mark("Begrip"),
}


def write(transcript: Transcript) -> bytes:
    """A `.qdpx`: project.qde and a folder sources/ of texts."""
    made = _Project(transcript)
    packed = BytesIO()
    stamp = transcript.made_at.timetuple()[:6]
    with ZipFile(packed, "w", ZIP_DEFLATED) as file:
        file.writestr(ZipInfo("project.qde", stamp), xml_of(made.tree(), PROJECT))
        for name, text in made.texts.items():
            file.writestr(ZipInfo(f"sources/{name}.txt", stamp), text.encode())
    return packed.getvalue()


class _Project:
    """`texts` maps the name of a source to its words."""

    def __init__(self, transcript: Transcript) -> None:
        self.transcript = transcript
        self.people = by_who(transcript)
        self.probes = list(probes_in(transcript))
        self.texts: dict[str, str] = {}
        self.moment = transcript.made_at.strftime("%Y-%m-%dT%H:%M:%SZ")
        self.user = self.guid("user")

    def guid(self, place: str) -> str:
        """The same thing in the same file always has the same name."""
        made = f"transcript:{self.transcript.workshop_id}:{self.transcript.made_at.isoformat()}:{place}"
        return str(uuid5(ROOM, made)).upper()

    def tree(self) -> ET.Element:
        """The project. The order of its parts is the schema's."""
        origin = f"Lotusbloem {software_version()}"
        root = ET.Element("Project", {"name": legal(self.transcript.title), "origin": origin})
        root.set("creatingUserGUID", self.user)
        root.set("creationDateTime", self.moment)
        users = ET.SubElement(root, "Users")
        ET.SubElement(users, "User", {"guid": self.user, "name": "Lotusbloem"})
        self.codes(ET.SubElement(ET.SubElement(root, "CodeBook"), "Codes"))
        if self.people or self.probes:
            variables = ET.SubElement(root, "Variables")
            for name in VARIABLES:
                if name == BACKGROUND and self.transcript.grade is not Grade.RESTRICTED:
                    continue
                guid = self.guid(f"variable:{name}")
                ET.SubElement(variables, "Variable", {"guid": guid, "name": name, "typeOfVariable": "Text"})
            if self.people:
                self.cases(root)
            self.sources(root)
        return root

    def codes(self, codes: ET.Element) -> None:
        """Questions under one code, kinds of material under another."""
        language, names = self.transcript.language, Names()
        asked = self.code(codes, "questions", names.free(words.say(language, "Vragen")), codable=False)
        for question in self.transcript.questions:
            self.code(asked, f"question:{question.number}", names.free(question.title))
        material = self.code(codes, "material", names.free(words.say(language, "Materiaal")), codable=False)
        for kind, title in KINDS.items():
            self.code(material, f"kind:{kind}", names.free(words.say(language, title)))

    def code(self, parent: ET.Element, place: str, name: str, *, codable: bool = True) -> ET.Element:
        given = {"guid": self.guid(place), "name": name, "isCodable": "true" if codable else "false"}
        return ET.SubElement(parent, "Code", given)

    def cases(self, root: ET.Element) -> None:
        cases, names = ET.SubElement(root, "Cases"), Names()
        for place, (who, spoken) in enumerate(self.people):
            case = ET.SubElement(
                cases, "Case", {"guid": self.guid(f"case:{place}"), "name": names.free(who.name)}
            )
            self.values(case, {"group": who.group, "segment": who.segment})
            for _question, said, _beneath in spoken:
                ET.SubElement(case, "SourceRef", {"targetGUID": self.guid(f"source:{said.code}")})

    def values(self, parent: ET.Element, values: dict[str, str]) -> None:
        for name, text in values.items():
            if text:
                value = ET.SubElement(parent, "VariableValue")
                ET.SubElement(value, "VariableRef", {"targetGUID": self.guid(f"variable:{name}")})
                ET.SubElement(value, "TextValue").text = legal(text)

    def sources(self, root: ET.Element) -> None:
        sources, names = ET.SubElement(root, "Sources"), Names()
        for who, spoken in self.people:
            for each in spoken:
                self.source(sources, names, who, each)
        for question, part, answer, probe in self.probes:
            self.probe(sources, names, question, part, answer, probe)

    def probe(
        self, sources: ET.Element, names: Names, question: Asking, part: Part, answer: str, probe: Probed
    ) -> None:
        """What a moderator asked further; `answer` is the code of the answer that it is about."""
        title = words.say(self.transcript.language, "Doorvraag")
        source = self.text(
            sources, probe.code, names.free(f"{title} {question.title} {probe.code}"), probe.text
        )
        place = {"question": question.title, "round": question.round, "reply to": answer}
        to = probe.to.name if probe.to else ""
        self.values(source, {"kind": "probe", "group": part.group} | place | {"asked of": to})

    def text(self, sources: ET.Element, code: str, name: str, said: str) -> ET.Element:
        """A source with these words, and its file beside the project."""
        guid = self.guid(f"source:{code}")
        self.texts[guid] = legal(said)
        source = ET.SubElement(sources, "TextSource", {"guid": guid})
        source.set("name", name)
        source.set("plainTextPath", f"internal://{guid}.txt")
        self.signed(source)
        return source

    def source(self, sources: ET.Element, names: Names, who: Who, spoken: Spoken) -> None:
        question, said, beneath = spoken
        name = names.free(f"{who.name} {question.title} {said.code}")
        source = self.text(sources, said.code, name, said.text)
        self.selection(source, said, f"question:{question.number}", Coded("", 0, len(legal(said.text))))
        for coded in said.coded:
            self.selection(source, said, f"kind:{coded.kind}", coded)
        above = beneath.code if beneath is not None else ""
        place = {"question": question.title, "round": question.round, "reply to": above}
        self.values(source, {"kind": said.kind, "group": who.group} | place)

    def selection(self, source: ET.Element, said: Said, code: str, coded: Coded) -> None:
        if not coded.start < coded.end:
            return
        here = f"{said.code}:{code}:{len(source)}"
        selection = ET.SubElement(source, "PlainTextSelection", {"guid": self.guid(f"selection:{here}")})
        selection.set("name", f"{coded.start}-{coded.end}")
        selection.set("startPosition", str(coded.start))
        selection.set("endPosition", str(coded.end))
        self.signed(selection)
        coding = ET.SubElement(selection, "Coding", {"guid": self.guid(f"coding:{here}")})
        self.signed(coding)
        ET.SubElement(coding, "CodeRef", {"targetGUID": self.guid(code)})

    def signed(self, made: ET.Element) -> None:
        made.set("creatingUser", self.user)
        made.set("creationDateTime", self.moment)
