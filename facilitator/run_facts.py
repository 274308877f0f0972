"""What a proposal was made with, and how it compares with what people decided, as words beside each run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import format_decimal, ngettext
from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from sessions.analysis import themes
from sessions.models import Cluster, Run, User
from sessions.proposing import comparing
from sessions.proposing.comparing import Decided

FINGERPRINT_SHOWN = 8
"""Of the fingerprint of what a run read: enough to see that two read the same."""


@dataclass(frozen=True)
class Row:
    """A run of the list. `facts` are a name and a value each; `again` is what the button says that makes it
    once more, empty while it is under way. `compares`: it can be held beside another. `themes`: what each is
    called and how far the run agrees with it, the least first."""

    run: Run
    who: str | None
    words: str
    facts: list[tuple[str, str]]
    again: str
    compares: bool
    themes: list[tuple[str, str]]


def listed(db: Session, analysis_id: int) -> list[Row]:
    """The runs of that analysis, the newest first."""
    groups = (
        select(Cluster.run_id, func.count().label("groups"))
        .where(Cluster.loose.is_(False))
        .group_by(Cluster.run_id)
        .subquery()
    )
    rows = db.execute(
        select(Run, User.name, groups.c.groups)
        .outerjoin(User, User.id == Run.started_by)
        .outerjoin(groups, groups.c.run_id == Run.id)
        .where(Run.analysis_id == analysis_id)
        .order_by(Run.number.desc())
    ).all()
    numbers = {run.id: run.number for run, _name, _count in rows}
    decided = comparing.with_decisions(db, analysis_id)
    called = {each.id: each.called for each in themes.alive(db, analysis_id)}
    return [
        Row(
            run=run,
            who=name,
            words=_state_words(run.state),
            facts=[*_made(run, count or 0, numbers), *_agreed(decided.get(run.id))],
            again=_again(run, numbers),
            compares=bool(count) and run.state in ("done", "offered"),
            themes=_per_theme(decided.get(run.id), called),
        )
        for run, name, count in rows
    ]


def _state_words(state: str) -> str:
    words: dict[str, str] = {
        "running": _("bezig"),
        "done": _("klaar"),
        "offered": _("wacht op een keuze"),
        "cancelled": _("gestopt of niet genomen"),
    }
    return words[state] if state in words else str(_("mislukt"))


def _made(run: Run, groups: int, numbers: Mapping[int, int]) -> list[tuple[str, str]]:
    """What it takes to make the run again."""
    said = run.parameters
    facts = [(_("Groepen"), f"{groups} ({_number_words(run)})" if groups else _number_words(run))]
    if origin := numbers.get(said.get("cut_of") or 0):
        facts.append((_("Indeling van"), _("voorstel %(run)d, grover of fijner", run=origin)))
    if first := numbers.get(said.get("again") or 0):
        facts.append(
            (_("Nog eens"), _("voorstel %(run)d: %(how)s", run=first, how=_repeat_words(run.message)))
        )
    if run.model:
        facts.append((_("Model"), " ".join(filter(None, [run.model, said.get("version") or ""]))))
    if said.get("fallback"):
        facts.append((_("Taalmodel"), _("ontbrak: alleen de woorden zijn vergeleken")))
    names = _("buiten beschouwing") if said.get("ignore_names") else _("tellen mee")
    facts += [
        (_("Eigennamen"), names),
        (_("Startgetal"), str(run.seed)),
        (_("Stand van de workshop"), _("na %(num)d wijzigingen", num=run.input_revision)),
    ]
    if said.get("fingerprint"):
        facts.append((_("Vingerafdruk van wat gelezen is"), str(said["fingerprint"])[:FINGERPRINT_SHOWN]))
    return facts


def _number_words(run: Run) -> str:
    """How the number of groups came about."""
    wanted = run.parameters.get("k")
    if wanted is not None:
        return str(_("gevraagd: %(num)d", num=wanted))
    return str(_("aantal zelf gezocht"))


def _repeat_words(message: str) -> str:
    return {
        "same": _("dezelfde uitkomst"),
        "input-changed": _("anders, want er is intussen iets gezegd of besloten"),
        "differs": _("anders, met dezelfde bijdragen en besluiten"),
    }.get(message, _("nog niet klaar"))


def _agreed(found: Decided | None) -> list[tuple[str, str]]:
    name = _("Overeenkomst met jullie thema’s")
    if found is None or found.adjusted_rand is None or found.b_cubed is None:
        return [(name, _("nog niet te zeggen"))]
    words = ngettext(
        "Rand %(rand)s, B-cubed %(cubed)s, over %(num)d bijdrage",
        "Rand %(rand)s, B-cubed %(cubed)s, over %(num)d bijdragen",
        found.cards,
        rand=decimal(found.adjusted_rand),
        cubed=decimal(found.b_cubed),
    )
    return [(name, words)]


def _per_theme(found: Decided | None, called: Mapping[int, str]) -> list[tuple[str, str]]:
    agreed = sorted(found.themes.items(), key=lambda each: (each[1], called[each[0]])) if found else []
    return [(called[theme], decimal(f)) for theme, f in agreed]


def _again(run: Run, numbers: Mapping[int, int]) -> str:
    """What the button says that makes the run once more."""
    if run.state == "running":
        return ""
    if origin := numbers.get(run.parameters.get("cut_of") or 0):
        return str(_("Maak voorstel %(run)d nog eens", run=origin))
    if not run.parameters.get("fingerprint"):
        return str(_("Probeer voorstel %(run)d nog eens", run=run.number))
    return str(_("Maak voorstel %(run)d nog eens", run=run.number))


def decimal(value: float | None) -> str:
    """With two decimals, in the language of the page; a dash for none."""
    return "–" if value is None else str(format_decimal(value, format="0.00"))
