"""Who prepares, follows and moderates the demonstration week: forms of the interface, filled in by a script.

What stands on a page is read from that page, as somebody reads it: which groups there are, what was marked,
how many ingredients came along.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from typing import Any

from facilitator.demo.lead import Lead
from facilitator.demo.people import Refusal
from facilitator.demo.week import Somebody, Week

SEED = "2018"
PARTS = ("roots", "trunk", "branches", "crown", "polarisatie", "technologie", "ongelijkheid", "planeet")
PERSON = re.compile(r'<p class="code" dir="ltr">([^<]+)</p>\s*<p class="wie"><b>(\d+)</b>')


class Moderator(Lead):
    """A browser that is signed in. `groups` are ids by name, `questions` and `rounds` ids by title."""

    groups: dict[str, int]
    questions: dict[str, int]
    rounds: dict[str, int]

    # --- preparing -----------------------------------------------------------------------------------

    def prepare(self, week: Week, *, held_on: str) -> None:
        """Four groups on one guide, in a trajectory; their people divided by lot, in balance."""
        told = week.told
        self.make(
            script="focusgroep",
            title=told["title"],
            held_on=held_on,
            tables=len(week.groups),
            trajectory=told["trajectory"],
        )
        files = {"document": ("week.md", week.guide.encode(), "text/markdown")}
        self._form(f"/workshops/{self.workshop}/guide/documents", "/", {"how": "instead"}, files=files)
        ids = [int(each) for each in re.findall(r'<li id="group-(\d+)">', self.page("groups"))]
        for group, name in zip(ids, week.groups, strict=True):
            self._act(f"groups/{group}", {"name": name})
        self.groups = dict(zip(week.groups, ids, strict=True))
        self._act("members/import", {"text": as_table(week.people)})
        form = {"how": "random", "attributes": ["segment", "gemeente"], "seed": SEED, "apply": "yes"}
        self._act("groups/divide", form)
        self._learn_the_guide()

    def _learn_the_guide(self) -> None:
        rounds = re.findall(r'href="[^"]*/guide/rounds/(\d+)">([^<]*)</a>', self.page("guide"))
        self.rounds = {html.unescape(title): int(number) for number, title in rounds}
        listed = re.search(r'<select[^>]*name="question">(.*?)</select>', self.page("material"), re.S)
        asked = re.findall(r'<option value="(\d+)">([^<]*)</option>', listed.group(1) if listed else "")
        self.questions = {html.unescape(title): int(number) for number, title in asked}

    def links(self) -> list[str]:
        """The personal links as the cards to hand out have them, in the order of the numbers on them."""
        start = f"{self.address}/f/{self.workshop}/enter#"
        found = PERSON.findall(self.page("members/cards"))
        return [
            start + code.replace(" ", "") for code, _number in sorted(found, key=lambda each: int(each[1]))
        ]

    def invite(self) -> None:
        """Who has an address gets a mail with their link."""
        self._act("members/invite", {})

    def close(self) -> None:
        self._act("close", {})

    # --- following -----------------------------------------------------------------------------------

    def follow(self, question: str) -> None:
        """Who keeps up, and that question in every group."""
        self.page("follow")
        for group in self.groups.values():
            self.page(f"follow/{group}/{self.questions[question]}")

    def probe(self, group: str, question: str, text: str, **to: Any) -> None:
        """Asks all of that group, or whoever `to` names (`about` and `to`, or `member`)."""
        path = f"follow/{self.groups[group]}/{self.questions[question]}/probe"
        self._act(path, {"text": text, "keep": "yes"} | to)

    def hide(self, contribution: int, reason: str) -> None:
        self._act(f"follow/answers/{contribution}/hide", {"reason": reason})

    def note(self, group: str, text: str, question: str = "") -> None:
        """For whoever moderates or looks along, and nobody else."""
        form = {"note": text, "group": str(self.groups[group])}
        self._act("follow/notes", form | ({"question": str(self.questions[question])} if question else {}))

    def extend(self, round_title: str, until: str) -> None:
        self._act(f"follow/rounds/{self.rounds[round_title]}/extend", {"until": until})

    # --- words ---------------------------------------------------------------------------------------

    def gather(self, text: str, beginning: str) -> int:
        """Marks on words that begin like that become a term; returns the term's id."""
        page = self.page("lexicon")
        marks = re.findall(r'name="mark" value="(\d+)" checked><span><q>([^<]*)</q>', page)
        chosen = [number for number, word in marks if html.unescape(word).lower().startswith(beginning)]
        path, form = f"/workshops/{self.workshop}/lexicon/terms", {"text": text, "mark": chosen}
        found = re.search(r"/lexicon/(\d+)", self._form(path, "/", form).url)
        if found is None:
            raise Refusal(f"no term came out of the form: {text}")
        return int(found.group(1))

    def agree_on(self, term: int, told: dict[str, Any]) -> None:
        """How people rather say it, why, and which word they avoid."""
        form = {name: told[name] for name in ("text", "wording", "explanation", "forms") if name in told}
        self._act(f"lexicon/{term}/change", form)
        word, reason = told["avoid"]
        self._act(f"lexicon/{term}/avoid", {"avoid": word, "reason": reason})

    # --- from words to material ----------------------------------------------------------------------

    def decide_names(self, persons: Sequence[str]) -> None:
        """What looks like a name is masked when it is one of these people, and kept when it is none."""
        found: list[str] = []
        while listed := _names(self.page(f"material/names?from={len(found)}"), found):
            found += listed
        masked = [each for each in found if any(word in persons for word in each.split())]
        kept = [each for each in found if each not in masked]
        for decision, names in (("mask", masked), ("keep", kept)):
            if names:
                self._act("material/names", {"name": names, "decision": decision})

    def places(self) -> dict[str, dict[str, str]]:
        """Where material can belong, as its form has it: `lever` by name, `part` of the tree in its order."""
        page = self.page("material")
        found = re.findall(r'<option value="((lever|part)-\d+)">([^<]*)</option>', page)
        levers = {html.unescape(name).casefold(): value for value, kind, name in found if kind == "lever"}
        parts = list(dict.fromkeys(value for value, kind, _name in found if kind == "part"))
        return {"lever": levers, "part": dict(zip(PARTS, parts, strict=True))}

    def code(self, contribution: int, words: str, kind: str, *, text: str = "", where: str = "") -> None:
        """These words of that contribution are material."""
        form = {"words": words, "kind": kind, "text": text, "where": where}
        self._act(f"material/words/{contribution}", form)

    def objective(self, title: str, behind: Sequence[str]) -> None:
        """A basic objective, and the material behind it by its words."""
        self._act("material/objectives", {"title": title})
        page = self.page("material/objectives")
        ids = re.findall(r'<li id="d(\d+)">\s*<h[23][^>]*>([^<]*)</h', page)
        objective = next(int(number) for number, name in ids if html.unescape(name) == title)
        ticks = re.findall(r'name="material" value="(\d+)"[^>]*><span><b[^>]*>[^<]*</b> ([^<]*)', page)
        chosen = {number for number, text in ticks if html.unescape(text).strip() in behind}
        self._act(f"material/objectives/{objective}/behind", {"material": sorted(chosen)})

    def interview(self, told: dict[str, str], *, held_on: str) -> None:
        self._act("material/interviews", told | {"interviewer": "Hilde", "held_on": held_on})

    def hand_over(self, hall: int) -> None:
        """Everything of use goes along, in one step."""
        self._act("material/carry", {"into": str(hall)})

    # --- what the pages say --------------------------------------------------------------------------

    def trajectory(self, title: str) -> int:
        """The number of that trajectory, as the start page knows it."""
        page = self._text("/")
        found = re.findall(r'<section class="traject"[^>]*id="traject-(\d+)"[^>]*><h2>([^<]*)', page)
        return next(int(number) for number, name in found if html.unescape(name).strip() == title)

    def terms(self) -> int:
        """How many terms the lexicon has."""
        return len(re.findall(r'<th scope="row"><a href="[^"]*/lexicon/\d+">', self.page("lexicon")))

    def longlist(self, source: str) -> list[str]:
        """The lines of the longlist that were heard there."""
        page = self.page("image")
        found = re.search(r'<textarea[^>]*name="lines"[^>]*>(.*?)</textarea>', page, re.S)
        lines = html.unescape(found.group(1)).splitlines() if found else []
        return [line for line in lines if source in line]

    def page(self, path: str) -> str:
        """A page of the workshop. Raises: Refusal."""
        return self._text(f"/workshops/{self.workshop}/{path}")

    def _text(self, path: str) -> str:
        answer = self._http.get(self._full(path), headers={"Accept": "text/html"}, timeout=60)
        if not answer.ok:
            raise Refusal(f"{path}: {answer.status_code}")
        return answer.text


def as_table(people: Sequence[Somebody]) -> str:
    """The people as staff bring them in: a line each."""
    lines = [f"{each.email};{each.segment};{each.place}" for each in people]
    return "\n".join(["e-mailadres;segment;gemeente", *lines])


def _names(page: str, known: Sequence[str]) -> list[str]:
    """The names that stand on the page and were not known yet."""
    ticks = re.findall(r'<input type="checkbox" name="name" value="([^"]*)"', page)
    return [name for name in map(html.unescape, ticks) if name not in known]
