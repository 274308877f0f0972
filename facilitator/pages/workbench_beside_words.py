"""The words of what stands beside placing on the workbench: notes, objections, parts, coarse and fine."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

CLEAR = 0.05
"""From which lead over the next group (a difference of cosines) a place is called clear."""


def about_words() -> dict[str, str]:
    """What an objection is about, to its words."""
    return {
        "theme": _("Over het thema:"),
        "name": _("Over de naam:"),
        "rank": _("Over de plaats in de volgorde:"),
        "membership": _("Hoort hier niet:"),
    }


def evidence_words(evidence: Mapping[str, int]) -> str:
    """What a theme stands on, in a sentence."""
    people, tables, groups, repeats = (evidence[name] for name in ("people", "tables", "groups", "repeats"))
    said = [
        ngettext("%(num)d bijdrage", "%(num)d bijdragen", evidence["passages"]),
        ngettext("%(num)d mens", "%(num)d mensen", people) if people else "",
        ngettext("%(num)d tafel", "%(num)d tafels", tables) if tables else "",
        ngettext("%(num)d groep deelnemers", "%(num)d groepen deelnemers", groups) if groups else "",
        ngettext("%(num)d zegt hetzelfde", "%(num)d zeggen hetzelfde", repeats) if repeats else "",
    ]
    return _("Steunt op: %(what)s", what=", ".join(filter(None, said)))


def explaining_words(found: Mapping[str, Any], following: str = "") -> list[str]:
    """Why a contribution stands where it stands, in a few sentences; `following` is what the next group is
    called."""
    if not found:
        return [_("Dit staat nog nergens; niets trok het.")]
    said = []
    if found["words"]:
        words = ", ".join(f"“{word}”" for word in found["words"])
        said.append(_("Deze woorden trokken het meest: %(words)s.", words=words))
    if found["placed"]:
        said.append(_sorting_words(found["sorters"], found["placed"]))
    return [*said, _lead_words(found["lead"], following)]


def _sorting_words(sorters: int, placed: int) -> str:
    """Whose sorting pulled it: how many people, never who."""
    return ngettext(
        "%(num)d mens legde dit bij het sorteren op een stapel, %(sorters)d bij iets dat hier staat.",
        "%(num)d mensen legden dit bij het sorteren op een stapel, %(sorters)d bij iets dat hier staat.",
        placed,
        sorters=sorters,
    )


def _lead_words(lead: float, following: str) -> str:
    """How much nearer this group is than the next one."""
    if lead < 0 and following:
        return _("Het lijkt meer op wat in “%(group)s” staat. Kijk of het hier hoort.", group=following)
    if lead < 0:
        return _("Het lijkt meer op wat in een andere groep staat. Kijk of het hier hoort.")
    if lead < CLEAR and following:
        return _("“%(group)s” ligt bijna even dichtbij.", group=following)
    if lead < CLEAR:
        return _("Een andere groep ligt bijna even dichtbij.")
    if following:
        return _("Het ligt duidelijk dichter bij deze groep dan bij “%(group)s”.", group=following)
    return _("Het ligt duidelijk dichter bij deze groep dan bij een andere.")


def cohesion_words(percent: int | str) -> str:
    """What the cohesion of a proposal means."""
    return _(
        "Samenhang %(percent)s op 100: zo sterk lijken deze bijdragen gemiddeld op elkaar. 0 is niet meer dan"
        " zomaar twee bijdragen, 100 is hetzelfde.",
        percent=percent,
    )


def looked_words(count: int | str) -> str:
    """Of what is not placed: how much a machine looked at, and what the rest is."""
    return _(
        "De machine bekeek er %(count)s, maar vond er geen groep voor. Wat geen teken draagt, kwam later of"
        " ligt weer los.",
        count=count,
    )


def beside_words() -> dict[str, object]:
    """For the script; `{name}` in a text is filled in there."""
    return {
        "about": _("ongeveer {count} groepen"),
        "adopt": _("Neem over"),
        "adoptAs": _("Neem over als “{title}”"),
        "cohesion": _("samenhang {percent} op 100"),
        "cohesionMeans": cohesion_words("{percent}"),
        "lookedAll": _("De machine bekeek dit allemaal, maar het paste nergens goed bij."),
        "lookedSome": looked_words("{count}"),
        "adoptShown": _("Neem deze {count} over"),
        "adoptAll": _("Neem alles over ({count})"),
        "adoptAllShown": _("Neem over wat je ziet ({count})"),
        "adoptChosen": _("Neem over ({count})"),
        "oneDissent": _("1 afwijkende stem"),
        "someDissent": _("{count} afwijkende stemmen"),
        "dissentAbout": about_words(),
        "withdrawn": _("ingetrokken"),
        "byHall": _("iemand uit de zaal"),
        "byTeam": _("iemand van het team"),
        "byMe": _("jij"),
        "evidence": _("Steunt op: {what}"),
        "evidenceParts": {
            "passages": [_("1 bijdrage"), _("{count} bijdragen")],
            "people": [_("1 mens"), _("{count} mensen")],
            "tables": [_("1 tafel"), _("{count} tafels")],
            "groups": [_("1 groep deelnemers"), _("{count} groepen deelnemers")],
            "repeats": [_("1 zegt hetzelfde"), _("{count} zeggen hetzelfde")],
        },
        "lost": _("“{title}” staat hier niet meer. Wat je typte: {typed}"),
        "chooseTheme": _("Kies thema {title}"),
        "chosenTheme": _("1 thema gekozen"),
        "chosenThemes": _("{count} thema’s gekozen"),
        "onePair": _("1 paar zegt bijna hetzelfde"),
        "pairs": _("{count} paren zeggen bijna hetzelfde"),
        "pairsAfter": _("Nog {count} paren hierna."),
        "notPlaced": _("nog niet geplaatst"),
        "parted": _("Dit stuk is nu een eigen bijdrage."),
        "cutDone": _("De bijdrage is nu in stukken gedeeld."),
        "joined": _("Dit is weer één bijdrage."),
        "linked": _("Deze bijdragen hangen aan elkaar."),
        "unlinked": _("Deze bijdragen hangen niet aan elkaar."),
        "apart": _("Een voorstel zet deze bijdragen niet meer samen."),
        "together": _("Deze bijdragen mogen weer samen."),
        "putAside": _("Staat nu bij wat niet gebruikt wordt."),
        "usedAgain": _("Wordt weer gebruikt."),
        "noted": _("De notitie is bewaard."),
        "noteGone": _("De notitie is weg."),
        "objected": _("De afwijkende stem is vastgelegd."),
        "objectionGone": _("De afwijkende stem is ingetrokken."),
        "frozen": _("De wand staat stil."),
        "follows": _("De wand volgt weer wat hier gebeurt."),
        "alsoThere": _("Staat nu ook daar."),
        "groupsOf": _("{count} groepen"),
        "cutApplied": _("De groepen liggen nu zo. Je kunt het ongedaan maken."),
        "lookingDifference": _("Zoekt wat er zou veranderen…"),
        "resembles": _("lijkt op “{title}” (zeker {percent} %)"),
        "placeHere": _("Zet daar: “{text}” in {title}"),
        "selected": _("{count} woorden gekozen"),
    }
