"""What the studio's script says, in the language of whoever leads. `%(name)s` is filled in by the script."""

from __future__ import annotations

from flask_babel import gettext as _


def words() -> dict[str, str]:
    """Key to sentence; keys that end in `.one` are said when the number is one."""
    return {
        "until": _("tot %(time)s"),
        "minutes": _("%(minutes)s min"),
        "late.one": _("Je loopt %(num)s minuut uit."),
        "late": _("Je loopt %(num)s minuten uit."),
        "early.one": _("Je loopt %(num)s minuut voor."),
        "early": _("Je loopt %(num)s minuten voor."),
        "end": _("Einde om %(end)s, gepland was %(planned)s."),
        "on-time": _("Je zit op schema. Einde om %(end)s."),
        "place": _("Stap %(place)s van %(steps)s: %(title)s"),
        "next": _("Volgende: %(title)s"),
        "next-minutes": _("%(minutes)s minuten"),
        "left.one": _("Nog %(num)s minuut"),
        "left": _("Nog %(num)s minuten"),
        "over": _("over de tijd"),
        "table": _("tafel %(number)s"),
        "table-at": _("Tafel %(number)s is bij: %(title)s"),
        "on-paper": _("tafel %(number)s, op papier"),
        "hidden": _("verborgen: %(reason)s"),
        "hide": _("Verberg: %(text)s"),
        "show": _("Toon weer: %(text)s"),
        "people.one": _("%(num)s mens"),
        "people": _("%(num)s mensen"),
        "seats": _("Tafel %(number)s: %(people)s doen mee, %(wrote)s schreven al, %(offline)s zonder net"),
        "silent": _("Tafel %(number)s is al %(num)s minuten stil."),
        "offline.one": _("Tafel %(number)s: %(num)s telefoon zonder net. De tekst wacht daar."),
        "offline": _("Tafel %(number)s: %(num)s telefoons zonder net. Hun teksten wachten daar."),
        "sorted.one": _(
            "%(num)s mens sorteerde al: %(placed)s uitspraken op een stapel, %(finished)s klaar."
        ),
        "sorted": _("%(num)s mensen sorteerden al: %(placed)s uitspraken op een stapel, %(finished)s klaar."),
        "meant": _("Zo bedoeld: %(yes)s bevestigd, %(no)s bedoeld als iets anders."),
        "all-silent": _("Al lang stil: tafels %(tables)s."),
        "all-offline": _("%(num)s telefoons zonder net, aan tafels %(tables)s. Hun teksten wachten daar."),
        "loose.one": _("%(num)s mens zit nog niet aan een tafel."),
        "loose": _("%(num)s mensen zitten nog niet aan een tafel."),
        "waiting.one": _("%(num)s bijdrage wacht op jou."),
        "waiting": _("%(num)s bijdragen wachten op jou."),
        "look": _("Bekijk"),
        "wrote": _("schreef al"),
        "joined": _("nog stil"),
        "away": _("zonder net"),
        "online": _("alles bewaard"),
        "connecting": _("verbinden"),
        "no-line": _("geen verbinding"),
        "failed": _("Dat ging niet: geen verbinding met de installatie. Probeer het opnieuw."),
        "also-here": _("Ook hier: %(names)s"),
        "also-me": _("jij, op een ander toestel"),
        **_acts(),
        **_plenary(),
        "moved": _("De zaal is nu bij: %(title)s"),
    }


def _plenary() -> dict[str, str]:
    return {
        "finding-none": _("nog niets geschreven"),
        "finding-waits": _("wacht op het ja van de tafel: %(agreed)s van %(needed)s"),
        "finding-confirmed": _("de tafel is het eens"),
        "finding-told": _("verteld"),
        "finding-now": _("nu op de wand"),
        "tell-table": _("Toon op de wand: tafel %(number)s"),
        "next-table": _("Volgende tafel: %(number)s"),
    }


def _acts() -> dict[str, str]:
    """What was done, as it stands on the button that takes it back."""
    return {
        "undo": _("Ongedaan maken: %(act)s"),
        "redo": _("Opnieuw: %(act)s"),
        "undone": _("Ongedaan gemaakt: %(act)s."),
        "redone": _("Opnieuw gedaan: %(act)s."),
        "act.step.opened": _("stap geopend"),
        "act.step.changed": _("stap bewerkt"),
        "act.step.extended": _("2 minuten langer"),
        "act.step.staged": _("nu delen"),
        "act.steps.arranged": _("stappen geschikt"),
        "act.wall.turned": _("ander beeld op de wand"),
        "act.wall.covered": _("wand verborgen of getoond"),
        "act.workshop.changed": _("gegevens van de workshop"),
        "act.levers.changed": _("hefbomen bewerkt"),
        "act.vision.changed": _("streefbeeld bewerkt"),
        "act.pace.changed": _("tempo van de tafels"),
        "act.table.moved": _("iedereen bijeen"),
        "act.contribution.made": _("papier ingevoerd"),
        "act.contribution.withdrawn": _("ingevoerd papier ingetrokken"),
        "act.contribution.restored": _("ingevoerd papier teruggezet"),
        "act.contribution.hidden": _("bijdrage verborgen"),
        "act.contribution.shown": _("bijdrage getoond"),
        "act.finding.told": _("vaststelling op de wand"),
        "act.longlist.changed": _("longlist bewerkt"),
        "act.arrows.changed": _("pijlen bewerkt"),
        "act.tree.changed": _("boom bewerkt"),
        "act.material.changed": _("materiaal bewerkt"),
        "act.material.carried": _("materiaal doorgegeven"),
        "act.objective.changed": _("doel bewerkt"),
        "act.interview.entered": _("gesprek ingevoerd"),
        "act.name.decided": _("naam nagekeken"),
        "act.word.marked": _("woord aangeduid"),
        "act.mark.withdrawn": _("aanduiding weggehaald"),
        "act.term.changed": _("term bewerkt"),
        "act.meaning.changed": _("betekenis bewerkt"),
        "act.lexicon.carried": _("woorden doorgegeven"),
    }
