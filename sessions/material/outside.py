"""How material is said outside its workshop, on the longlist and the image of a hall, and what stays inside.

Words of people follow the rules of a public file: not without the consent of who wrote them, nothing that was
said to the moderator alone, no name that was not decided on. How a moderator puts it is the moderator's; only
a name that was decided to be masked, and a pseudonym, are masked there too.
"""

from __future__ import annotations

from collections import defaultdict

from sqlalchemy.orm import Session

from sessions.exports.anonymous import Rules
from sessions.exports.grade import Grade
from sessions.focus import promises
from sessions.focus.promises import Seal
from sessions.material.coding import Coded
from sessions.material.third_persons import MASK
from sessions.material.very_words import quotes
from sessions.models import Contribution, ContributionVersion, Workshop


class Outside:
    """What of the material of one workshop may be said outside it."""

    def __init__(self, db: Session, workshop_id: int) -> None:
        self.db = db
        self.seals = promises.seals(db, workshop_id)
        asked_here = db.get_one(Workshop, workshop_id).mode == "focus"
        codes: defaultdict[int, str] = defaultdict(lambda: MASK)
        self.rules = Rules(db, workshop_id, Grade.PUBLIC, codes) if asked_here else None

    def text(self, coded: Coded) -> str | None:
        """How that piece is said outside; None where it says words that may not be quoted."""
        said, material = coded.contribution, coded.material
        whole = self.db.get_one(ContributionVersion, (said.id, material.version)).text
        verbatim = quotes(material.text, whole)
        if verbatim and said.id in self.seals:
            return None
        return self.worded(material.text, quoted=verbatim)

    def worded(self, text: str, *, quoted: bool) -> str:
        """The text with its names masked: in a quote also those that nobody decided on."""
        return self.rules.worded(text, undecided=quoted) if self.rules is not None else text

    def is_private(self, said: Contribution) -> bool:
        """Whether not even where it was said may be told."""
        return self.seals.get(said.id) is Seal.PRIVATE
