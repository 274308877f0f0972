"""The report of a workshop as a document: what people decided, in their order, with what stands behind it.

What a machine proposed and nobody decided on stands apart and says so. Objections cannot be left out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from sessions import words
from sessions.documents import Block, Bullets, Document, Heading, Paragraph, Quote, Rows, markdown, pdf
from sessions.documents import docx as word_file
from sessions.exports import objectives, transcript_document
from sessions.exports.dossier import Dossier
from sessions.exports.grade import Grade

Row = dict[str, Any]
MOST_QUOTES = 3
LEVELS = {
    "characteristic": words.mark("sleutelkenmerk"),
    "goal": words.mark("doel"),
    "precondition": words.mark("randvoorwaarde"),
}


def write_docx(dossier: Dossier) -> bytes:
    """The report for a word processor."""
    return word_file.write(report(dossier))


def write_pdf(dossier: Dossier) -> bytes:
    """The report to print: tagged, so that it can be read aloud."""
    return pdf.write(report(dossier))


def write_markdown(dossier: Dossier) -> bytes:
    """The report as plain text."""
    return markdown.write(report(dossier))


def report(dossier: Dossier) -> Document:
    """The report of what that dossier holds: nothing is read beside it."""
    return _Report(dossier).document()


_METHOD = (
    words.mark("Wat hier als thema of als groep staat, beslisten mensen: de naam, de uitleg en de volgorde."),
    words.mark("De machine deed voorstellen. Wat niemand overnam, staat apart en is geen beslissing."),
    words.mark("Wat iemand terugtrok of wat verborgen werd, telt niet mee en staat er niet in."),
)


_WITHOUT_WORDS = words.mark("De woorden van elk bezwaar staan in het verslag voor analyse.")
_ABOUT = {
    "theme": words.mark("Tegen het thema"),
    "name": words.mark("Tegen de naam van het thema"),
    "rank": words.mark("Tegen de plaats van het thema"),
    "membership": words.mark("Tegen wat er in het thema staat"),
}


class _Report:
    def __init__(self, dossier: Dossier) -> None:
        self.dossier = dossier
        self.sheets: dict[str, list[Row]] = {sheet.name: sheet.rows for sheet in dossier.sheets}
        self.said: dict[tuple[str, str], list[Row]] = {}
        for row in self.sheets["contributions"]:
            if row["theme_id"] and row["text"]:
                self.said.setdefault((row["analysis"], row["theme_id"]), []).append(row)

    def gettext(self, sentence: str, **values: Any) -> str:
        return words.say(self.dossier.language, sentence, **values)

    def document(self) -> Document:
        parts: Sequence[Callable[[], list[Block]]] = (
            self.figures,
            self.levers,
            self.objectives,
            self.answers,
            self.findings,
            self.objections,
            self.method,
            self.transcript,
        )
        blocks = [block for part in parts for block in part()]
        held = str(self.dossier.about["held_on"])
        return Document(self.dossier.title, self.dossier.language, self.dossier.made_at, held, blocks)

    def figures(self) -> list[Block]:
        """How many people, and how much was said of each kind."""
        named = {
            "participants": self.gettext("Deelnemers"),
            "intervention_shown": self.gettext("Interventies"),
            "reason_shown": self.gettext("Redenen waarom het werkt"),
            "precondition_shown": self.gettext("Randvoorwaarden"),
            "petal_shown": self.gettext("Bladen van lotusbloemen"),
            "finding_shown": self.gettext("Vaststellingen"),
            "idea_shown": self.gettext("Ideeën"),
            "answer_shown": self.gettext("Antwoorden"),
            "reply_shown": self.gettext("Reacties"),
        }
        rows = [
            [word, str(self.dossier.about[key])] for key, word in named.items() if self.dossier.about.get(key)
        ]
        return [
            Heading(1, self.gettext("In cijfers")),
            Rows([self.gettext("Wat"), self.gettext("Aantal")], rows, self.gettext("Hoeveel er gezegd is")),
        ]

    def levers(self) -> list[Block]:
        rows = self.sheets["levers"]
        if not rows:
            return []
        table = [[row["name"], str(row["count"])] for row in rows]
        header = [self.gettext("Hefboom"), self.gettext("Keer genoemd")]
        blocks: list[Block] = [
            Heading(1, self.gettext("Hefbomen")),
            Rows(header, table, self.gettext("Welke hefbomen genoemd werden")),
        ]
        if weak := [row["name"] for row in rows if row["underserved"]]:
            blocks.append(Paragraph(", ".join(weak), strong=self.gettext("Weinig genoemd:")))
        return blocks

    def objectives(self) -> list[Block]:
        """What people want most deeply: what groups share, and what stays one group's or one person's."""
        return objectives.blocks(self.sheets["objectives"], self.dossier.language, level=1)

    def answers(self) -> list[Block]:
        return [block for row in self.sheets["analyses"] for block in self.answer(row)]

    def answer(self, analysis: Row) -> list[Block]:
        """One question: its groups with their themes, the other themes, what nobody decided on."""
        key = analysis["analysis"]
        themes = [row for row in self.sheets["themes"] if row["analysis"] == key]
        groups = [row for row in self.sheets["key_groups"] if row["analysis"] == key]
        blocks: list[Block] = [Heading(1, analysis["question"])]
        sentence = words.mark("%(placed)s fragmenten staan in een thema, %(unplaced)s nog niet.")
        numbers = {"placed": analysis["placed"], "unplaced": analysis["unplaced"]}
        blocks.append(Paragraph(self.gettext(sentence, **numbers), quiet=True))
        for group in groups:
            held = [row for row in themes if row["key_group"] == group["title"]]
            blocks.append(Heading(2, group["title"]))
            if group["description"]:
                blocks.append(Paragraph(group["description"]))
            blocks += [block for theme in in_order(held) for block in self.theme(theme, 3)]
        loose = [row for row in themes if row["key_group"] not in {group["title"] for group in groups}]
        if loose and groups:
            blocks.append(Heading(2, self.gettext("Rest")))
        level = 3 if groups else 2
        blocks += [block for theme in in_order(loose) for block in self.theme(theme, level)]
        return blocks + self.proposals(key)

    def theme(self, theme: Row, level: int) -> list[Block]:
        title = theme["title"] or self.gettext("nog zonder naam")
        ranked = f"{theme['rank']}. {title}" if theme["rank"] else title
        blocks: list[Block] = [Heading(level, ranked)]
        if theme["description"]:
            blocks.append(Paragraph(theme["description"]))
        blocks.append(Paragraph(self.measures(theme), quiet=True))
        said = self.said.get((theme["analysis"], theme["id"]), [])
        return blocks + [Quote(row["text"]) for row in said[:MOST_QUOTES]]

    def measures(self, theme: Row) -> str:
        """The measures apart, never added up: how many said it, how warmly, how people rated it."""
        parts = []
        if theme["level"]:
            parts.append(self.gettext(LEVELS[theme["level"]]))
        parts.append(
            self.gettext(
                words.mark("%(count)s keer gezegd door %(people)s mensen"),
                count=theme["count"],
                people=theme["people"],
            )
        )
        if theme["hearts"]:
            parts.append(self.gettext(words.mark("%(hearts)s warme harten"), hearts=theme["hearts"]))
        if theme["rating_mean"]:
            sentence = words.mark("gemiddeld op plaats %(mean)s volgens %(people)s mensen")
            parts.append(self.gettext(sentence, mean=theme["rating_mean"], people=theme["rating_people"]))
        return "; ".join(parts) + "."

    def proposals(self, key: str) -> list[Block]:
        """What a machine proposed and nobody decided on."""
        open_ones = [
            row
            for row in self.sheets["clusters"]
            if row["analysis"] == key and row["undecided"] and not row["set_aside"]
        ]
        if not open_ones:
            return []
        newest = max(row["machine_run"] for row in open_ones)
        lines = [
            f"{row['machine_words']} ({row['undecided']})"
            for row in open_ones
            if row["machine_run"] == newest
        ]
        note = self.gettext("Voorstellen van de machine waarover niemand besliste:")
        return [Paragraph("", strong=note), Bullets(lines)]

    def findings(self) -> list[Block]:
        rows = [
            row
            for row in self.sheets["contributions"]
            if row["kind"] == "finding" and row["text"] and row["confirmed"]
        ]
        if not rows:
            return []
        return [Heading(1, self.gettext("Vaststellingen per tafel")), *(Quote(row["text"]) for row in rows)]

    def objections(self) -> list[Block]:
        """The register of dissent: always there, also when it is empty, and every line of it."""
        rows = self.sheets["dissent"]
        blocks: list[Block] = [Heading(1, self.gettext("Afwijkende stemmen"))]
        if not rows:
            return [*blocks, Paragraph(self.gettext("Niemand tekende bezwaar aan."))]
        if self.dossier.grade is Grade.PUBLIC:
            blocks.append(Paragraph(self.gettext(_WITHOUT_WORDS), quiet=True))
        return blocks + [self.objection(row) for row in rows]

    def objection(self, row: Row) -> Block:
        """One line: what it is against, whether it stands, and the words where the grade has them."""
        kind = row["about"]
        about = self.gettext(_ABOUT[kind])
        if row["theme"]:
            about = self.gettext(words.mark("%(about)s “%(theme)s”"), about=about, theme=row["theme"])
        if row["theme_id"] and not row["standing"]:
            about += f" ({self.gettext(words.mark('dat thema bestaat niet meer'))})"
        if row["state"] == "withdrawn":
            sentence = words.mark("Ingetrokken door wie het zei, op %(day)s aangetekend.")
            return Paragraph(self.gettext(sentence, day=row["raised"]), strong=f"{about}.")
        if row.get("text"):
            return Quote(row["text"], about)
        sentence = words.mark("Aangetekend op %(day)s.")
        return Paragraph(self.gettext(sentence, day=row["raised"]), strong=f"{about}.")

    def method(self) -> list[Block]:
        about = self.dossier.about
        runs = [
            f"{row['analysis']}, {row['machine_run']}: {row['model']}"
            for row in self.sheets["runs"]
            if row["state"] == "done"
        ]
        blocks: list[Block] = [Heading(1, self.gettext("Hoe dit tot stand kwam"))]
        blocks += [Paragraph(self.gettext(sentence)) for sentence in _METHOD]
        if runs:
            blocks += [Paragraph("", strong=self.gettext("Berekeningen van de machine:")), Bullets(runs)]
        blocks.append(Paragraph(f"{about['software']}, {about['made']}", quiet=True))
        return blocks

    def transcript(self) -> list[Block]:
        """What was said in focus groups, per question: the last chapter."""
        said = self.dossier.transcript
        return transcript_document.appendix(said) if said is not None else []


def in_order(themes: Sequence[Row]) -> list[Row]:
    """Ranked ones first, then those said most."""
    return sorted(
        themes, key=lambda row: (row["rank"] is None, row["rank"] or 0, -row["count"], row["title"])
    )
