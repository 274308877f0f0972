"""The lexicon of a workshop: marks become terms, with where they stand, what they mean and what to say."""

from __future__ import annotations

from collections.abc import Callable
from random import SystemRandom
from typing import Any

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from facilitator import identity
from facilitator.database import now, reading, row_in, write
from facilitator.languages import chosen
from facilitator.pages.exports import attached, note
from facilitator.refusals import Errors
from sessions import access, readings, undoing, workshops
from sessions.access import Right
from sessions.documents import Document, docx, markdown, pdf
from sessions.errors import Missing
from sessions.exercises.answers import said
from sessions.exports import Grade, grade_named, named_file
from sessions.exports.xlsx import write_tables
from sessions.lexicon import context, marks, meanings, terms
from sessions.lexicon import document as documents
from sessions.lexicon.forms import Recogniser
from sessions.models import Mark, Term, Workshop

pages = Blueprint("lexicon", __name__, url_prefix="/workshops/<int:workshop_id>/lexicon")

LINES_A_PAGE = 100


@pages.get("")
def lexicon(workshop_id: int) -> ResponseReturnValue:
    """All terms, and the marks that belong to none yet; for a moderator with what their groups said.

    Raises: SignedOut, Missing, Forbidden.
    """
    return overview(gathering(workshop_id))


def overview(
    workshop: Workshop, *, errors: Errors | None = None, typed: dict[str, str] | None = None
) -> ResponseReturnValue:
    db, within = reading(), identity.within(workshop.id, Right.CODE)
    spoken = context.texts(db, workshop.id, within=within)
    kept = terms.of_workshop(db, workshop.id)
    standing = marks.standing(db, workshop.id, within=within)
    rights = identity.rights(workshop.id)
    return _shown(
        "lexicon/lexicon.html",
        workshop,
        terms=kept,
        used={term.id: context.usage(term, spoken) for term in kept},
        marked=_counted(standing),
        meanings=meanings.of_workshop(db, workshop.id, within=within),
        part_of_it=within is not None,
        files_too=Right.EXPORT in rights,
        bundles=_bundles([each for each in standing if each[0].term_id is None], workshop.language),
        others=_others(workshop.id) if Right.SORT in rights else [],
        files=[(form, word) for form, (word, _type, _write) in FILES.items()],
        grades={grade.word: words for grade, words in (GRADE_WORDS | _in_a_hall(workshop)).items()},
        errors=errors,
        typed=typed,
    )


@pages.get("/<int:term_id>")
def term(workshop_id: int, term_id: int) -> ResponseReturnValue:
    """One term: where it stands, what it means, what was agreed. Raises: SignedOut, Missing, Forbidden."""
    return detail(gathering(workshop_id), term_in(workshop_id, term_id))


def detail(
    workshop: Workshop,
    found: Term,
    *,
    errors: Errors | None = None,
    typed: dict[str, str] | None = None,
) -> ResponseReturnValue:
    db, within = reading(), identity.within(workshop.id, Right.CODE)
    used = context.usage(found, context.texts(db, workshop.id, within=within))
    first = max(0, request.args.get("from", 0, type=int))
    others = [each for each in terms.of_workshop(db, workshop.id) if each.id != found.id]
    return _shown(
        "lexicon/term.html",
        workshop,
        term=found,
        used=used,
        lines=used.lines[first : first + LINES_A_PAGE],
        first=first,
        next=first + LINES_A_PAGE if len(used.lines) > first + LINES_A_PAGE else None,
        groups=sorted({group for group, _ in used.table}),
        rounds=list(dict.fromkeys(each.said.round for each in used.lines)),
        marks=[
            each for each in marks.standing(db, workshop.id, within=within) if each[0].term_id == found.id
        ],
        meanings=meanings.of_workshop(db, workshop.id, within=within).get(found.id, []),
        part_of_it=within is not None,
        decides=Right.SORT in identity.rights(workshop.id),
        avoided=terms.avoided(db, workshop.id).get(found.id, []),
        others=others,
        errors=errors,
        typed=typed,
    )


WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FILES: dict[str, tuple[str, str, Callable[[Document], bytes] | None]] = {
    "docx": ("Word", WORD, docx.write),
    "pdf": ("PDF", "application/pdf", pdf.write),
    "md": ("Markdown", "text/markdown; charset=utf-8", markdown.write),
    "xlsx": ("Excel", EXCEL, None),
}
GRADE_WORDS = {
    Grade.PUBLIC: (said("Publiek"), said("Aangehaald wordt alleen wie daarmee akkoord ging.")),
    Grade.ANALYSIS: (
        said("Analyse"),
        said("Alles wat iemand schreef, ook besloten antwoorden. Deel dit niet verder."),
    ),
}
"""No name belongs in a lexicon, so it has no restricted grade."""


@pages.get("/lexicon.<any(docx, pdf, md, xlsx):file_type>")
def file(workshop_id: int, file_type: str) -> Response:
    """The lexicon as a document, or as tables, in the grade of the address: public unless it says more. That
    it was made is known. Raises: SignedOut, Missing (also for the restricted grade), Forbidden."""
    workshop, moment, db = identity.staff(workshop_id, Right.EXPORT), now(), reading()
    grade = grade_named(request.args.get("grade") or Grade.PUBLIC.word)
    if grade not in GRADE_WORDS:
        raise Missing("grade")
    _word, content_type, written = FILES[file_type]
    given: dict[str, Any] = {"random": SystemRandom(), "language": chosen()}
    if written is None:
        tables = documents.tables(db, workshop_id, grade, **given)
        content = write_tables(workshop.title, moment, documents.HEADERS, tables)
    else:
        content = written(documents.document(db, workshop_id, grade, **given, now=moment))
    note(workshop_id, f"lexicon {grade.word} {file_type}", "", moment)
    name = named_file(workshop.title, workshop_id, f"lexicon-{grade.word}", moment, file_type)
    return attached(name, content, content_type)


# --- parts -------------------------------------------------------------------------------------------


def gathering(workshop_id: int) -> Workshop:
    """The workshop, for who may gather marks into terms there, of all of it or of some groups.

    Raises: SignedOut, Missing, Forbidden.
    """
    identity.within(workshop_id, Right.CODE)
    return reading().get_one(Workshop, workshop_id)


def term_in(workshop_id: int, term_id: int) -> Term:
    row_in(Term, term_id, workshop_id)
    return terms.term(reading(), term_id)


def _in_a_hall(workshop: Workshop) -> dict[Grade, tuple[str, str]]:
    """In a hall nobody was asked for consent to be quoted: what the wall shows may be."""
    if workshop.mode == "focus":
        return {}
    return {
        Grade.PUBLIC: (GRADE_WORDS[Grade.PUBLIC][0], said("Aangehaald wordt alleen wat de wand toont.")),
        Grade.ANALYSIS: (
            GRADE_WORDS[Grade.ANALYSIS][0],
            said("Alles wat iemand schreef. Deel dit niet verder."),
        ),
    }


def _counted(standing: list[tuple[Mark, str]]) -> dict[int, int]:
    """Term id to how many different people marked it."""
    people: dict[int, set[tuple[int | None, int | None]]] = {}
    for found, _word in standing:
        if found.term_id is not None:
            people.setdefault(found.term_id, set()).add((found.participant_id, found.marked_by))
    return {term_id: len(each) for term_id, each in people.items()}


def _bundles(loose: list[tuple[Mark, str]], language: str) -> list[tuple[str, list[tuple[Mark, str]]]]:
    """Loose marks on forms of one word together, the most marked first: each a term to be."""
    bundles: list[tuple[Recogniser, str, list[tuple[Mark, str]]]] = []
    for found, word in loose:
        for recogniser, _name, held in bundles:
            if recogniser.find(word):
                held.append((found, word))
                break
        else:
            bundles.append((Recogniser.of(word, (), language), word.lower(), [(found, word)]))
    return [(name, held) for _, name, held in sorted(bundles, key=lambda each: -len(each[2]))]


def _others(workshop_id: int) -> list[Workshop]:
    """The other workshops of whoever is signed in that have a lexicon."""
    db, user_id = reading(), identity.user().id
    led = [workshop for workshop, _ in workshops.led_by(db, user_id) if workshop.id != workshop_id]
    return [
        each
        for each in led
        if Right.SORT in access.rights_in(db, each.id, user_id) and terms.of_workshop(db, each.id)
    ]


def to_take_back(workshop_id: int) -> int | None:
    """The last act of the workshop, where it is one on its lexicon; for a moderator, where they did it."""
    last = undoing.undoable_in_hall(reading(), workshop_id)
    ours = ("term.changed", "meaning.changed", "lexicon.carried")
    if last is None or last.verb not in ours:
        return None
    own = (last.actor_kind, last.actor_id) == ("user", identity.user().id)
    return last.id if own or identity.within(workshop_id, Right.CODE) is None else None


def _shown(
    template: str,
    workshop: Workshop,
    *,
    errors: Errors | None,
    typed: dict[str, str] | None,
    **values: Any,
) -> ResponseReturnValue:
    """The page, with what was refused; that it was read is known."""
    page = render_template(
        template,
        workshop=workshop,
        undoable=to_take_back(workshop.id),
        saved=request.args.get("saved", ""),
        errors=errors or {},
        typed=typed or {},
        **values,
    )
    user_id, moment, workshop_id = identity.user().id, now(), workshop.id
    write(lambda db: readings.note(db, workshop_id, user_id, "lexicon", now=moment))
    return page, 422 if errors else 200
