"""What a writer is told about a word: what it means to others, what was agreed, what to say instead.

A hint explains. It never stops anybody, changes nothing, and is not kept.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy.orm import Session

from sessions.lexicon import meanings, terms
from sessions.lexicon.forms import Recogniser
from sessions.lexicon.meanings import Said

MOST_FORMS = 12
MOST_MEANINGS = 2


def of_workshop(
    db: Session, workshop_id: int, *, readable: Callable[[Said], bool] = lambda _said: True
) -> dict[int, dict[str, Any]]:
    """Term id to what a phone needs to give its hint: stems and forms to look for, and what to say. Of the
    meanings only those that are `readable` to who asks."""
    said, avoided = meanings.of_workshop(db, workshop_id), terms.avoided(db, workshop_id)
    found = {}
    for term in terms.of_workshop(db, workshop_id):
        words = [row.text for row in avoided.get(term.id, [])]
        recogniser = Recogniser.of(term.text, [*term.forms, *words], term.language)
        found[term.id] = {
            "text": term.text,
            "language": term.language,
            "phrases": [list(phrase) for phrase in recogniser.phrases[:MOST_FORMS]],
            "stems": [list(phrase) for phrase in recogniser.stems[:MOST_FORMS]],
            "wording": term.wording,
            "explanation": term.explanation,
            "meanings": [each.text for each in said.get(term.id, []) if readable(each)][:MOST_MEANINGS],
            "avoid": {row.text: row.reason for row in avoided.get(term.id, [])},
        }
    return found
