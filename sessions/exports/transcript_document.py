"""The transcript to read: per question, per member or per group."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from sessions import words
from sessions.documents import Block, Document, Heading, Paragraph, Quote
from sessions.exports.grade import Grade
from sessions.exports.transcript import Asking, Part, Probed, Said, Transcript, Who

_TITLE = words.mark("Transcript")
_RULES = {
    Grade.PUBLIC: words.mark(
        "Alleen wie ermee akkoord ging om aangehaald te worden, staat hierin, onder een code die voor dit "
        "bestand getrokken is. Namen van anderen zijn vervangen door […]."
    ),
    Grade.ANALYSIS: words.mark(
        "Wie schreef, staat hier onder een code die voor dit bestand getrokken is. Namen van anderen zijn "
        "vervangen door […] waar iemand dat besliste. [?] staat na een woord dat een naam kan zijn en "
        "waarover nog niemand besliste: een machine vermoedt het, en kan er missen."
    ),
    Grade.RESTRICTED: words.mark(
        "Dit bestand bevat schuilnamen en precieze tijden. Bewaar het veilig en wis het als het doel "
        "bereikt is."
    ),
}
_WITHOUT = words.mark("Wat verborgen of teruggetrokken is, staat er niet in.")


def document(transcript: Transcript) -> Document:
    """The whole transcript, in its order."""
    telling = _Telling(transcript)
    blocks: list[Block] = [
        Paragraph(telling.say(_RULES[transcript.grade]), quiet=True),
        Paragraph(telling.say(_WITHOUT), quiet=True),
        *telling.blocks(1),
    ]
    title = telling.say(_TITLE)
    return Document(title, transcript.language, transcript.made_at, transcript.title, blocks)


def appendix(transcript: Transcript) -> list[Block]:
    """The transcript as a last chapter of another document."""
    telling = _Telling(transcript)
    return [
        Heading(1, telling.say(_TITLE)),
        Paragraph(telling.say(_RULES[transcript.grade]), quiet=True),
        Paragraph(telling.say(_WITHOUT), quiet=True),
        *telling.blocks(2),
    ]


class _Telling:
    def __init__(self, transcript: Transcript) -> None:
        self.transcript = transcript

    def say(self, sentence: str, **values: Any) -> str:
        return words.say(self.transcript.language, sentence, **values)

    def blocks(self, level: int) -> list[Block]:
        """Headings begin at `level`, which is 1 or 2."""
        if not self.transcript.questions:
            return [Paragraph(self.say("Er is nog niets dat hier mag staan."))]
        orders: dict[str, Callable[[int], list[Block]]] = {
            "question": self.by_question,
            "member": self.by_member,
            "group": self.by_group,
        }
        return orders[self.transcript.order](level)

    # --- the three orders ----------------------------------------------------------------------------

    def by_question(self, level: int) -> list[Block]:
        blocks: list[Block] = []
        for question in self.transcript.questions:
            blocks += self.question(question, level)
            for part in question.parts:
                if part.group:
                    blocks.append(Heading(level + 1, part.group))
                blocks += self.part(part)
        return blocks

    def by_group(self, level: int) -> list[Block]:
        blocks: list[Block] = []
        for group in groups_of(self.transcript):
            blocks.append(Heading(level, group or self.say("Diepte-interviews")))
            for question in self.transcript.questions:
                for part in question.parts:
                    if part.group == group:
                        blocks += [*self.question(question, level + 1), *self.part(part)]
        return blocks

    def by_member(self, level: int) -> list[Block]:
        """What each said themselves, with what others replied; and their replies, with what they are to."""
        blocks: list[Block] = []
        for who, spoken in by_who(self.transcript):
            blocks.append(Heading(level, self.described(who)))
            last = 0
            for question, said, beneath in spoken:
                if question.number != last:
                    blocks += self.question(question, level + 1)
                    last = question.number
                blocks += self.answer(said) if beneath is None else self.elsewhere(said, beneath)
        return blocks

    # --- parts -----------------------------------------------------------------------------------------

    def question(self, question: Asking, level: int) -> list[Block]:
        blocks: list[Block] = [Heading(level, question.title)]
        if question.prompt and question.prompt != question.title:
            blocks.append(Paragraph(question.prompt))
        about = [self.say("ronde: %(round)s", round=question.round)] if question.round else []
        if question.private:
            about.append(self.say("alleen voor wie modereert"))
        return [*blocks, Paragraph(", ".join(about), quiet=True)] if about else blocks

    def part(self, part: Part) -> list[Block]:
        blocks = [block for probe in part.probes for block in self.probe(probe)]
        return blocks + [block for said in part.answers for block in self.answer(said)]

    def answer(self, said: Said) -> list[Block]:
        blocks: list[Block] = [Quote(said.text, self.signed(said))]
        if not said.text:
            blocks = [Paragraph(self.say("Een antwoord dat hier niet mag staan."), quiet=True)]
        blocks += [self.reply(each) for each in said.replies]
        return blocks + [block for probe in said.probes for block in self.probe(probe)]

    def reply(self, said: Said) -> Block:
        strong = self.say("Reactie van %(who)s:", who=self.signed(said))
        return Paragraph(f"“{said.quote}” {said.text}" if said.quote else said.text, strong=strong)

    def probe(self, probe: Probed) -> list[Block]:
        asked = self.say("Doorvraag:")
        if probe.to is not None:
            asked = self.say("Doorvraag aan %(who)s:", who=probe.to.name)
        return [Paragraph(probe.text, strong=asked), *(self.reply(each) for each in probe.replies)]

    def elsewhere(self, said: Said, beneath: Said | Probed) -> list[Block]:
        """A reply where only its author's words stand: to whom it is, or to what was asked further."""
        if isinstance(beneath, Probed):
            return [
                Paragraph(beneath.text, strong=self.say("Doorvraag:")),
                Quote(said.text, self.signed(said)),
            ]
        to = beneath.who.name or self.say("een antwoord dat hier niet mag staan")
        text = f"“{said.quote}” {said.text}" if said.quote else said.text
        return [Paragraph(text, strong=self.say("Reageerde op %(who)s:", who=to))]

    def described(self, who: Who) -> str:
        """Never with a background: what stands under a heading stands next to it."""
        return ", ".join(each for each in (who.name, who.group) if each)

    def signed(self, said: Said) -> str:
        mark = self.say("verbeterd") if said.corrected else ""
        return ", ".join(each for each in (said.who.name, said.said_on, mark) if each)


def groups_of(transcript: Transcript) -> list[str]:
    """The groups that said something, in their order; an empty name for interviews."""
    found = {part.group for question in transcript.questions for part in question.parts}
    named = [part.group for question in transcript.questions for part in question.parts]
    return sorted(found, key=lambda group: (group == "", named.index(group)))


Spoken = tuple[Asking, Said, Said | Probed | None]


def by_who(transcript: Transcript) -> list[tuple[Who, list[Spoken]]]:
    """Everybody with what they said, and for a reply what it stands under; by group, then by name."""
    found: dict[Who, list[Spoken]] = {}
    for question in transcript.questions:
        for part in question.parts:
            for said, beneath in spoken_in(part):
                found.setdefault(said.who, []).append((question, said, beneath))
    places = {group: place for place, group in enumerate(groups_of(transcript))}
    return sorted(found.items(), key=lambda each: (places[each[0].group], each[0].name))


def spoken_in(part: Part) -> Iterator[tuple[Said, Said | Probed | None]]:
    """Every answer and reply that has words, with what a reply stands under."""
    for said in part.answers:
        if said.text:
            yield said, None
        yield from ((each, said) for each in said.replies)
        yield from _below(said.probes)
    yield from _below(part.probes)


def probes_in(transcript: Transcript) -> Iterator[tuple[Asking, Part, str, Probed]]:
    """Every probe with its question, its group, and the code of the answer that it is about (empty: the
    question itself)."""
    for question in transcript.questions:
        for part in question.parts:
            yield from ((question, part, "", probe) for probe in part.probes)
            for said in part.answers:
                yield from ((question, part, said.code, probe) for probe in said.probes)


def _below(probes: Sequence[Probed]) -> Iterator[tuple[Said, Said | Probed | None]]:
    for probe in probes:
        yield from ((each, probe) for each in probe.replies)
