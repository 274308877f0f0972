"""The sentences that the phone's script says, and the way of a contribution in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _


@dataclass(frozen=True)
class Way:
    """How far a contribution came: 1 phone, 2 sent, 3 on the screen, 4 in a theme; its word, icon, tone."""

    n: int
    word: str
    glyph: str
    kind: str = ""


def way_of(item: Mapping[str, Any]) -> Way:
    """The way of an own contribution that the server has."""
    placed = [item["theme"], *(part["place"] for part in item["parts"])]
    themes = list(dict.fromkeys(place["title"] for place in placed if place))
    if item["state"] == "hidden":
        return Way(2, _("niet op het scherm"), "eye-off", "wait")
    if item["state"] == "waiting":
        return Way(2, _("verzonden, wordt eerst nagelezen"), "check")
    if item["state"] == "private":
        return Way(2, _("alleen voor jou"), "lock", "still")
    if item["state"] == "replaced":
        return Way(2, _("je tafel koos andere woorden"), "users", "still")
    if len(themes) == 1:
        return Way(4, _("in thema %(title)s", title=themes[0]), "layers")
    if themes:
        return Way(4, _("in %(count)s thema’s", count=len(themes)), "layers")
    if item["kind"] in ("petal", "finding"):
        return Way(3, _("aan je tafel"), "users")
    return Way(3, _("op het scherm"), "monitor")


def hint_words() -> dict[str, str]:
    """What is said about a delicate word while somebody types it (static/js/hints.js)."""
    return {
        "hintDelicate": _("“%(word)s” ligt voor sommige mensen gevoelig."),
        "hintAvoid": _("Liever niet: %(reason)s"),
        "hintWording": _("Dit spraken mensen af: %(wording)s"),
        "hintMeaning": _("Voor iemand betekent het: %(meaning)s"),
        "hintClose": _("Begrepen, ik kies zelf"),
    }


def minutes_word(minutes: int | None) -> str:
    """How much of the step is left, in words; empty without a planned end."""
    if minutes is None:
        return ""
    if minutes == 0:
        return _("de tijd is om, rond rustig af")
    return _("nog 1 minuut") if minutes == 1 else _("nog %(minutes)s minuten", minutes=minutes)


def of_the_script() -> dict[str, str]:
    """Key to sentence; `%(name)s` is filled in by the script."""
    return {
        "connecting": _("verbinden"),
        "online": _("verbonden"),
        "offline": _("geen net"),
        "table": _("Tafel %(number)s"),
        "step": _("Stap %(number)s van %(steps)s"),
        "minutes": _("nog %(minutes)s minuten"),
        "minute": _("nog 1 minuut"),
        "over": _("de tijd is om, rond rustig af"),
        "mayCorrect": _("Je kunt alles aanpassen of weghalen zolang deze stap open is."),
        "mayNot": _("Je kunt dit nu niet aanpassen: de stap waarin je het schreef, is voorbij."),
        "next": _("Straks: %(title)s"),
        "onPhone": _("nog op je telefoon"),
        "byItself": _("Je hoeft niets te doen: het vertrekt vanzelf."),
        "changeOnPhone": _("Je aanpassing staat nog op je telefoon. Ze vertrekt vanzelf."),
        "sent": _("verzonden"),
        "waiting": _("verzonden, wordt eerst nagelezen"),
        "shown": _("op het scherm"),
        "hidden": _("niet op het scherm"),
        "private": _("alleen voor jou"),
        "replaced": _("je tafel koos andere woorden"),
        "atTable": _("aan je tafel"),
        "inTheme": _("in thema %(title)s"),
        "inThemes": _("in %(count)s thema’s"),
        "refused": _("niet aangekomen"),
        "saved": _("bewaard op je telefoon"),
        "ready": _("Alles is verzonden."),
        "placed": _("In thema %(title)s"),
        "rank": _("plaats %(rank)s"),
        "notPlaced": _("nog niet geplaatst"),
        "notUsed": _("Niet gebruikt: %(reason)s"),
        "objected": _("Jij zei: dit bedoel ik niet. %(why)s"),
        "objectionKept": _("Je bezwaar staat op je telefoon en vertrekt vanzelf."),
        "reason": _("Waarom het werkt"),
        "precondition": _("Wat nodig is"),
        "obstacle": _("Wat in de weg stond"),
        "title": _("Geef het eerst een naam. Een paar woorden zijn genoeg."),
        "text": _("Schrijf eerst iets. Een paar woorden zijn genoeg."),
        "tooLong": _("Dit is te lang: %(length)s tekens, er passen er %(limit)s. Je tekst staat er nog."),
        "line": _("Regel %(number)s"),
        "dropLine": _("Haal weg: %(text)s"),
        "lineDropped": _("Weggehaald: %(text)s"),
        "stored": _("Bewaard op je telefoon. Het wordt verzonden."),
        "arrived": _("%(title)s is verzonden."),
        "newOthers": _("%(count)s nieuwe bijdragen van anderen."),
        "new": _("%(count)s nieuw"),
        "unsent": _("Je was nog aan het schrijven: %(title)s. Het staat nog op je telefoon."),
        "correcting": _("Pas je bijdrage aan"),
        "correct": _("Bewaar"),
        "send": _("Verstuur"),
        "heart": _("Geef %(title)s een warm hart"),
        "othersGone": _("Dit kun je lezen zodra er weer net is."),
        "closed": _("De workshop is afgelopen. Dit is je eigen pagina."),
        "wallTable": _("tafel %(number)s"),
        **hint_words(),
    }
