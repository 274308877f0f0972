"""The sentences of the Lotus blossom on the phone; `%(name)s` is filled in by its script."""

from __future__ import annotations

from flask_babel import gettext as _


def of_the_lotus() -> dict[str, str]:
    """Key to sentence."""
    return {
        "write": _("Schrijf"),
        "layHere": _("Leg hier"),
        "someone": _("iemand schrijft"),
        "several": _("%(count)s schrijven"),
        "onPhone": _("op je telefoon"),
        "mine": _("van jou"),
        "heart": _("Hart"),
        "openPetal": _("open een blad"),
        "ofAll": _("%(count)s van 64"),
        "ofEight": _("%(count)s van 8"),
        "kindPetal": _("Blad"),
        "kindLeaf": _("Plaats"),
        "empty": _("leeg"),
        "below": _("%(count)s van 8 ingevuld"),
        "centre": _("In het hart:"),
        "centrePetal": _("In het hart, blad"),
        "centreActs": _(", pas aan, leg elders of haal weg"),
        "stillEmpty": _("Nog leeg"),
        "openedPetal": _("Blad %(place)s open. %(count)s van 8 ingevuld."),
        "backAtHeart": _("Terug bij het hart. %(count)s van 64 ingevuld."),
        "goTo": _("Naar blad %(place)s: %(text)s"),
        "goToEmpty": _("Naar blad %(place)s: nog leeg"),
        "tap": _("Tik op een leeg blad om te schrijven, op een vol blad om het te openen."),
        "tapLeaf": _("Waarom helpt dit? Nog %(count)s plaatsen vrij."),
        "tapLeafOne": _("Waarom helpt dit? Nog één plaats vrij."),
        "allFull": _("Alle acht plaatsen zijn ingevuld."),
        "people": _("%(people)s aan deze tafel verbonden"),
        "peopleWriting": _("%(people)s aan deze tafel verbonden, %(writing)s aan het schrijven"),
        "petal": _("Blad %(place)s"),
        "leaf": _("Plaats %(place)s, onder %(text)s"),
        "leafAlone": _("Plaats %(place)s"),
        "layOn": _("Leg op blad %(place)s"),
        "layOnLeaf": _("Leg op plaats %(place)s"),
        "keep": _("Bewaar"),
        "writesToo": _(
            "Hier schrijft nog iemand. Wie eerst klaar is, ligt hier; de andere woorden gaan niet verloren."
        ),
        "meanwhile": _("Intussen ligt hier: %(text)s. Wat jij schrijft, wordt bewaard bij ‘Van jou’."),
        "faster": _(
            "Op plaats %(place)s lag al iets anders. Jouw woorden gingen niet verloren: "
            "ze staan hieronder bij ‘Van jou’."
        ),
        "notShared": _("Je tafel schrijft nog in stilte. Jouw woorden staan bij ‘Van jou’."),
        "taken": _("%(text)s ligt niet meer op de bloem."),
        "takenOwn": _("%(text)s ligt niet meer op de bloem. Het staat bij ‘Van jou’."),
        "choose": _("Kies een lege plaats voor: %(text)s"),
        "notFree": _("Hier ligt al iets. Kies een lege plaats."),
        "stopped": _("Goed, er verandert niets."),
        "notYet": _("Dit staat nog op je telefoon. Zodra het verzonden is, kun je het op een blad leggen."),
        "anew": _("Op plaats %(place)s ligt nu: %(text)s"),
        "gone": _("Deze woorden liggen hier niet meer."),
        "needed": _("Schrijf eerst iets. Een paar woorden zijn genoeg."),
        "tooLong": _("Dit is te lang: %(length)s tekens, er passen er %(limit)s. Je tekst staat er nog."),
        "noted": _("Opgeschreven. Alleen jij ziet het."),
        "noteGone": _("Weggehaald: %(text)s. Bij ‘Van mij’ kun je het terugzetten."),
        "replaced": _("je tafel legde hier andere woorden"),
        "refused": _("niet aangekomen"),
        "correctNote": _("Pas aan: %(text)s"),
        "dropNote": _("Haal weg: %(text)s"),
        "sharing": _("Nu delen jullie aan tafel. Wat je schreef, staat bij ‘Van jou’: leg het op een blad."),
        "private": _("Nu schrijft ieder voor zich."),
    }
