"""The wall: a projector in the hall. Whoever holds its address sees what the hall sees.

The page is delivered with the snapshot in it, so that it is right before any news came. The studio shows
the same address in a frame.
"""

from __future__ import annotations

from flask import Blueprint, Response, g, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from facilitator import identity, qr
from facilitator.database import now, reading
from sessions import workshops
from sessions.errors import Missing
from sessions.models import Workshop
from sessions.pictures import flower
from sessions.projections import Audience, snapshot

pages = Blueprint("wall", __name__)


@pages.get("/wall/<secret>")
def wall(secret: str) -> ResponseReturnValue:
    """The wall of that workshop; after its day a friendly page without anything of it."""
    try:
        workshop = identity.wall(secret)
    except Missing:
        if workshops.wall_has_ended(reading(), secret):
            return render_template("wall/ended.html", words=words()), 410
        raise
    g.language = workshop.language
    audience = Audience("wall", workshop.id)
    return render_template(
        "wall/wall.html",
        secret=secret,
        audience=str(audience),
        workshop=workshop,
        moment=now(),
        snapshot=snapshot(reading(), audience).as_json(),
        flower=flower.skeleton(),
        address=qr.typable(qr.public_address()),
        words=words(),
    )


@pages.get("/wall/<secret>/qr.svg")
def code(secret: str) -> Response:
    """The code to scan. Raises: Missing."""
    workshop: Workshop = identity.wall(secret)
    return Response(qr.svg(qr.join_address(workshop.join_code)), content_type="image/svg+xml")


def words() -> dict[str, str]:
    """What the wall's scripts say. `%(name)s` is filled in there; `one` is for a count of one."""
    return {
        "joined.one": _("doet mee"),
        "joined": _("doen mee"),
        "contributed.one": _("bijdrage"),
        "contributed": _("bijdragen"),
        "table": _("tafel %(number)s"),
        "newest": _("Net binnen"),
        "warmest": _("Warmst onthaald"),
        "hearts.one": _("1 warm hart"),
        "hearts": _("%(count)s warme harten"),
        "field.one": _("1 bijdrage: elk blad één"),
        "field": _("%(count)s bijdragen: elk blad één"),
        "no-cards": _("Nog geen bijdragen. De eerste komt hier te staan."),
        "no-hearts": _("Nog geen warme harten. Geef er een op je telefoon."),
        "join": _("Doe mee met je telefoon"),
        "join-how": _("Scan de code, of ga naar"),
        "join-type": _("en typ"),
        "join-soon": _("Welkom"),
        "join-wait": _("Zo meteen begint het. Dan verschijnt hier een code om mee te doen."),
        "qr": _("QR-code om mee te doen"),
        "levers": _("De hefbomen, zo groot als ze gekozen zijn: %(list)s."),
        "least": _("Het minst gekozen: %(list)s"),
        "no-levers": _("Nog niemand koos een hefboom."),
        "decided.one": _("1 besloten"),
        "decided": _("%(count)s besloten"),
        "proposals.one": _("1 voorstel"),
        "proposals": _("%(count)s voorstellen"),
        "loose": _("%(count)s nog los"),
        "proposal": _("voorstel"),
        "no-themes": _("Nog geen groepen. Ze ontstaan hier terwijl we samen sorteren."),
        "more": _("en nog %(count)s"),
        "more-proposals.one": _("nog 1 voorstel"),
        "more-proposals": _("nog %(count)s voorstellen"),
        "said-head": _("hoe vaak gezegd"),
        "warmth-head": _("hoe warm onthaald"),
        "rating-head": _("hoe mensen het rangschikten"),
        "rated.one": _("gemiddeld op plaats %(mean)s (1 mens)"),
        "rated": _("gemiddeld op plaats %(mean)s (%(count)s mensen)"),
        "people-rated.one": _("rangschikte"),
        "people-rated": _("rangschikten"),
        "tied": _("gelijk"),
        "said.one": _("1 keer gezegd"),
        "said": _("%(count)s keer gezegd"),
        "rank": _("plaats %(number)s"),
        "characteristics.one": _("1 sleutelkenmerk"),
        "characteristics": _("%(count)s sleutelkenmerken"),
        "groups.one": _("%(characteristics)s: 1 groep"),
        "groups": _("%(characteristics)s: %(count)s groepen"),
        "groups-rest.one": _("%(characteristics)s: 1 groep en een rest"),
        "groups-rest": _("%(characteristics)s: %(count)s groepen en een rest"),
        "preconditions.one": _("1 thema op volgorde"),
        "preconditions": _("%(count)s thema’s op volgorde"),
        "sorting-people.one": _("mens sorteert"),
        "sorting-people": _("mensen sorteren"),
        "sorting-placed.one": _("uitspraak ligt op een stapel"),
        "sorting-placed": _("uitspraken liggen op een stapel"),
        "sorting-finished.one": _("mens is klaar"),
        "sorting-finished": _("mensen zijn klaar"),
        "sorting-alone": _("Ieder sorteert alleen, op betekenis. Er is geen fout antwoord."),
        "sorting-begins": _("Op je telefoon staat de eerste uitspraak. Leg ze bij wat erbij hoort."),
        "no-sorting": _("Er wordt nu niet gesorteerd."),
        "no-result": _("Nog geen uitslag. Ze komt hier zodra er groepen zijn."),
        **_lotus_words(),
        **_finding_words(),
        "minutes-left.one": _("minuut nog"),
        "minutes-left": _("minuten nog"),
        "time-over": _("De tijd is om. Rond rustig af."),
        **_image_words(),
        "hidden": _("Even geduld"),
        "offline": _("geen verbinding"),
        "ended": _("De dag is voorbij. Bedankt!"),
        "ended-how": _("Wie meedeed, vindt alles terug op de eigen telefoon."),
    }


def _image_words() -> dict[str, str]:
    return {
        "hung.one": _("1 beeld hangt aan de boom"),
        "hung": _("%(count)s beelden hangen aan de boom"),
        "solution": _("De oplossings\u00adruimte"),
        "solution-levers": _("Hefbomen"),
        "solution-needs": _("Randvoorwaarden"),
        "solution-why": _("Bestanddelen"),
        "no-vision": _("Nog geen streefbeeld: waar gaat het allemaal om?"),
        "no-needs": _("Nog geen randvoorwaarden op volgorde."),
        "no-ingredients": _("Nog geen bestanddelen. Ze ontstaan op de werkbank."),
    }


def _finding_words() -> dict[str, str]:
    return {
        "table-says": _("Tafel %(number)s zegt"),
        "finding-open": _("Deze tafel zoekt nog naar woorden."),
        "no-findings": _("Nog geen vaststelling. Ze komt hier zodra een tafel het eens is."),
        "findings-told.one": _("van 1 tafel aan het woord"),
        "findings-told": _("van %(count)s tafels aan het woord"),
        "mark-told": _("Tafel %(number)s: al verteld"),
        "mark-now": _("Tafel %(number)s: nu aan het woord"),
        "mark-open": _("Tafel %(number)s: nog niet verteld"),
    }


def _lotus_words() -> dict[str, str]:
    return {
        "lotus-of": _("Lotusbloem van tafel %(number)s"),
        "lotus-table": _("Tafel %(number)s"),
        "lotus-all": _("Alle tafels samen"),
        "lotus-everyone": _("alle"),
        "lotus-tables": _("tafel"),
        "lotus-open": _("nog open"),
        "lotus-writing.one": _("schrijft"),
        "lotus-writing": _("schrijven"),
        "lotus-leaves": _("van 64"),
        "lotus-count": _("%(count)s van 64 blaadjes"),
        "lotus-reasons.one": _("reden"),
        "lotus-reasons": _("redenen"),
        "lotus-private": _("Iedereen schrijft even voor zichzelf"),
        "lotus-private-how": _("Straks leggen jullie de bladen samen in deze bloem."),
        "no-lotus": _("Nog geen lotusbloem. Ze gaat open als de oefening begint."),
    }
