"""The forms of a question, in the order of the menu."""

from __future__ import annotations

from sessions.errors import Missing
from sessions.focus.forms.choice import Choice
from sessions.focus.forms.complete import Complete
from sessions.focus.forms.form import READS_PER_MINUTE, QuestionForm
from sessions.focus.forms.mark import Mark
from sessions.focus.forms.open import Open
from sessions.focus.forms.ranking import Ranking
from sessions.focus.forms.react import React
from sessions.focus.forms.scale import Scale

FORMS: dict[str, QuestionForm] = {
    form.name: form for form in (Open(), Choice(), Scale(), Ranking(), React(), Mark(), Complete())
}

__all__ = ["FORMS", "READS_PER_MINUTE", "QuestionForm", "form_named"]


def form_named(name: str) -> QuestionForm:
    """Raises: Missing when this installation has no such form."""
    if name not in FORMS:
        raise Missing(f"there is no form of a question called {name!r}")
    return FORMS[name]
