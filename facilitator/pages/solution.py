"""The solution space: the four elements of the day on one sheet, to show and to print.

The vision with its tree, the levers, the preconditions in order, the active ingredients.
"""

from __future__ import annotations

from flask import Blueprint, render_template
from flask_babel import format_date

from facilitator import drawing, identity
from facilitator.database import now, reading
from facilitator.languages import chosen
from facilitator.pages.image import PART_WORDS
from facilitator.pages.result import least
from sessions import pictured, result
from sessions.access import Right

pages = Blueprint("solution", __name__)


@pages.get("/workshops/<int:workshop_id>/solution-space")
def solution(workshop_id: int) -> str:
    """What the day yielded, without anybody's own words but what hangs on the tree.

    Raises: SignedOut, Missing, Forbidden.
    """
    workshop = identity.staff(workshop_id, Right.LOOK)
    found = result.gather(reading(), workshop_id, raw=False, now=now())
    return render_template(
        "solution/solution.html",
        workshop=workshop,
        result=found,
        day=format_date(found.held_on, "d MMMM"),
        levers=sorted(found.levers, key=lambda lever: -lever.count),
        least=least(found),
        why=found.answer("key_characteristics"),
        needed=found.answer("themes"),
        hung=pictured.hung(reading(), workshop_id),
        part_words=PART_WORDS,
        tree=drawing.on_page(reading(), workshop_id, "tree", chosen(), newest=False),
        rights={right.value for right in identity.rights(workshop_id)},
    )
