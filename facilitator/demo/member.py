"""A member of the focus groups of the demonstration week, from outside, with nothing but a personal link."""

from __future__ import annotations

import secrets
from typing import Any

from facilitator.demo.people import Outside
from facilitator.demo.week import Somebody

Item = dict[str, Any]


class Member(Outside):
    """`link` is the personal link. `said` are the receipts of this member's answers by the question's title,
    of those that stand."""

    def __init__(self, address: str, link: str, person: Somebody) -> None:
        # What stands after the # is the secret: it is posted, never asked for in an address.
        super().__init__(address, link.rpartition("#")[2])
        self.person, self.link = person, link
        self.workshop = int(link.partition("/f/")[2].partition("/")[0])
        self.participant = 0
        self.group = ""
        self.said: dict[str, Item] = {}
        self.replied = 0

    @property
    def has_come(self) -> bool:
        return bool(self.participant)

    def come_in(self) -> None:
        """The link lets this member in; they say what they agree with, and under which name they write."""
        self.participant = int(self._act("enter", {"secret": self._secret})["participant"])
        agreed = {"taking_part": "yes", "quoting": "yes" if self.person.may_be_quoted else "no"}
        if self.person.email:
            agreed["mail"] = "no" if self.person.wish == "none" else "yes"
        if self.person.pseudonym:
            agreed["pseudonym"] = self.person.pseudonym
        self._act("consent", agreed)
        if self.person.email and self.person.wish == "daily":
            self._act("me", {"wish": "daily"})

    def day(self) -> Item:
        """The page of the day."""
        found = self._get(f"/f/{self.workshop}")
        self.group = found["person"]["group"]
        return found

    def question(self, exercise: int) -> Item:
        return self._get(f"/f/{self.workshop}/questions/{exercise}")

    def asked(self, *titles: str) -> dict[str, int]:
        """The questions with these titles that this member may answer now: title to id."""
        cards = [card for each in self.day()["rounds"] for card in each["questions"]]
        open_now = {card["title"]: int(card["id"]) for card in cards if card["open"] and not card["done"]}
        return {title: open_now[title] for title in titles if title in open_now}

    def answer_all(self, *titles: str) -> int:
        """Everything of these that this member has something to say about; returns how many."""
        wanted = [title for title in titles if title in self.person.says and title not in self.said]
        found = self.asked(*wanted) if wanted else {}
        for title, exercise in found.items():
            self.answer(title, exercise)
        return len(found)

    def answer(self, title: str, exercise: int) -> None:
        asked = self.question(exercise)["question"]
        form = filled(self.person.says[title], asked["settings"]) | {"key": secrets.token_hex(16)}
        receipt = self._act(f"questions/{exercise}/answer", form)["contribution"]
        self.said[title] = receipt | {"question": exercise}

    def correct(self, title: str, words: str, *, instead: bool = False) -> None:
        """The same answer with a sentence more, or with other words `instead`."""
        said = self.said[title]
        text = words if instead else f"{self.person.says[title]['text']} {words}"
        form = {"text": text, "version": str(said["version"])}
        self.said[title] |= self._act(f"answers/{said['id']}/correct", form)["contribution"]

    def withdraw_and_put_back(self, title: str) -> None:
        for act in ("withdraw", "put-back"):
            self._act(f"answers/{self.said[title]['id']}/{act}", {})

    # --- with others ---------------------------------------------------------------------------------

    def others(self, title: str) -> list[Item]:
        """What others of the group answered to that question, as far as this member may read it."""
        answers: list[Item] = self.question(self.said[title]["question"])["answers"]
        return answers

    def reply(self, answer: Item, text: str, *, quoting: bool = False) -> None:
        """A reply, with its first words quoted or not."""
        form = {"text": text, "key": secrets.token_hex(16)}
        if quoting:
            ends = len(answer["text"].partition(".")[0])
            form |= {"quote_from": "0", "quote_to": str(ends), "version": str(answer["version"])}
        self._act(f"answers/{answer['id']}/reply", form)
        self.replied += 1

    def thank(self, answer: Item) -> None:
        self._act(f"answers/{answer['id']}/thanks", {"given": "yes"})

    def mark(self, answer: Item, word: str, why: str) -> None:
        """A word of somebody else is delicate."""
        place = {"contribution": str(answer["id"]), "version": str(answer["version"]), "word": word}
        self._act("marks", place | {"why": why})

    def answer_probes(self, text: str) -> int:
        """Whatever is still asked of this member; returns how many they answered."""
        waiting = self.day()["probes"]
        for each in waiting:
            self._act(f"probes/{each['id']}/reply", {"text": text, "key": secrets.token_hex(16)})
            self.replied += 1
        return len(waiting)

    # --- words ---------------------------------------------------------------------------------------

    def terms(self) -> list[Item]:
        found: list[Item] = self._get(f"/f/{self.workshop}/words")["terms"]
        return found

    def mean(self, term: int, text: str) -> None:
        self._act(f"terms/{term}/meaning", {"meaning": text})

    def agree_with(self, meaning: int) -> None:
        self._act(f"meanings/{meaning}/agree", {"given": "yes"})

    # --- stopping ------------------------------------------------------------------------------------

    def stop(self, *, withdrawing: bool) -> None:
        """This member takes part no more; with `withdrawing` nothing of what they said stays."""
        self._act("me/leave", {"said": "withdraw" if withdrawing else "keep"})
        if withdrawing:
            self.said, self.replied = {}, 0

    def _act(self, path: str, form: dict[str, Any]) -> dict[str, Any]:
        return self._post(f"/f/{self.workshop}/{path}", form)


def filled(said: dict[str, Any], settings: dict[str, Any]) -> dict[str, Any]:
    """The fields of the form: what was chosen or put in order by its words gets the keys of the question."""
    if "chosen" in said:
        return {"chosen": [_key(settings["options"], each) for each in said["chosen"]]}
    if "order" in said:
        places = enumerate(said["order"], start=1)
        return {f"place-{_key(settings['items'], each)}": str(place) for place, each in places}
    return dict(said)


def _key(lines: list[dict[str, str]], words: str) -> str:
    return next(each["key"] for each in lines if each["text"].casefold() == words.casefold())
