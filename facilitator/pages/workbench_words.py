"""The words that the scripts of the workbench say, in the language of the page."""

from __future__ import annotations

from babel import Locale, UnknownLocaleError
from flask_babel import get_locale
from flask_babel import gettext as _

from facilitator import telling
from facilitator.pages.workbench_beside_words import beside_words
from sessions.analysis import orders, sharpening
from sessions.models import LEVELS
from sessions.verbs import Verb


def words_for_scripts() -> dict[str, object]:
    """`{name}` in a text is filled in by the script."""
    return {
        "steps": telling.step_words(),
        "failures": telling.failure_words(),
        "offers": {name: telling.offer_words(name) for name in ("new", "same", "input-changed", "differs")},
        "cancelled": _("Het voorstel is gestopt. Alles staat er nog zoals het stond."),
        "acts": {verb.value: telling.act_words(verb.value) for verb in _TAKEN_BACK},
        "levels": {
            "characteristic": _("sleutelkenmerk"),
            "goal": _("doel"),
            "precondition": _("randvoorwaarde"),
        },
        "asks": asked_words(),
        "advice": sorted(sharpening.ADVICE),
        "unsharpOne": _("1 sleutelkenmerk vraagt nog een scherper woord"),
        "unsharp": _("{count} sleutelkenmerken vragen nog een scherper woord"),
        "decidedBy": _("besloten door {name}"),
        "decided": _("besloten"),
        "proposal": _("voorstel, {time}"),
        "showAll": _("Toon alle {count}"),
        "showFew": _("Toon minder"),
        "showMore": _("Toon nog {count}"),
        "showNext": _("Toon nog {count} van {left}"),
        "views": view_words(),
        "withOne": _("{name} werkt mee"),
        "withMany": _("{names} werken mee"),
        "openWith": _("Open bij {names}"),
        "mapProposal": _("Voorstel:"),
        "mapWaits": _("De kaart wordt getekend. Dat kan even duren."),
        "mapFailed": _("De kaart kon niet getekend worden. Het bord en de inhoud tonen alles."),
        "mapLater": _("{count} bijdragen kwamen er later bij en liggen tussen de andere."),
        "oneMore": _("1 voorgesteld erbij"),
        "moreProposed": _("{count} voorgesteld erbij"),
        "undo": _("Maak ongedaan: {act}"),
        "redo": _("Doe opnieuw: {act}"),
        "edit": _("Bewerk {title}"),
        "moveOne": _("Verplaats naar…: {text}"),
        "contributions": _("{count} bijdragen"),
        "contribution": _("1 bijdrage"),
        "figures": _("{decided} in een thema, {proposed} in een voorstel, {loose} nog niet geplaatst"),
        "filtered": _("{shown} van {count}"),
        "seen": _("{shown} van {count} bijdragen"),
        "wholeSeen": _("Je ziet weer alle bijdragen."),
        "chosenOne": _("1 bijdrage gekozen"),
        "chosenMany": _("{count} bijdragen gekozen"),
        "movedTo": _("Verplaatst naar {title}."),
        "movedOut": _("Staat weer bij wat nog niet geplaatst is."),
        "noGroup": _("Zonder groep"),
        "themes": _("Thema’s"),
        "unplaced": _("Nog niet geplaatst"),
        "adopted": _("Het voorstel is nu een thema."),
        "adoptedAll": _("Alle voorstellen zijn nu thema’s."),
        "added": _("De voorgestelde bijdragen staan nu in het thema."),
        "setAside": _("Het voorstel ligt weg. De bijdragen staan links."),
        "saved": _("Bewaard."),
        "made": _("Het thema is gemaakt."),
        "merged": _("De thema’s zijn samengevoegd."),
        "dissolved": _("Het thema is ontbonden. De bijdragen staan links."),
        "ranked": _("Staat nu op plaats {rank}."),
        "orderTaken": _("Dit is nu de volgorde. Je kunt het ongedaan maken."),
        "equal": _("(gelijk)"),
        "saidOnce": _("1 keer gezegd"),
        "said": _("{count} keer gezegd"),
        "oneHeart": _("1 warm hart"),
        "hearts": _("{count} warme harten"),
        "meant": _("{yes} bevestigd, {no} bedoelden het anders"),
        "ratedByOne": _("gemiddeld op plaats {mean} (1 mens)"),
        "rated": _("gemiddeld op plaats {mean} ({count} mensen)"),
        "unranked": _("Heeft geen plaats in de volgorde meer."),
        "undone": _("Ongedaan gemaakt."),
        "redone": _("Opnieuw gedaan."),
        "first": _("Stel groepen voor"),
        "again": _("Stel opnieuw voor"),
        "asked": _("Het voorstel wordt gemaakt."),
        "proposalReady": _("Het voorstel is klaar: {count} groepen. Alle besluiten bleven staan."),
        "others": _("Iemand anders werkte mee. Je ziet het meteen."),
        "offline": _("Geen verbinding. Niets is verloren; probeer het zo meteen opnieuw."),
        "conflict": _("Iemand was je net voor. Zo ziet het er nu uit; je tekst staat er nog."),
        "automatic": _("automatisch"),
        **beside_words(),
        "online": _("alles bewaard"),
        "away": _("geen verbinding"),
        "connecting": _("verbindt…"),
        "looking": _("Zoekt wat dichtbij ligt…"),
        "noNeighbours": _("Er ligt niets dichtbij."),
        "lookFailed": _("Dat opzoeken lukte niet. Probeer het nog eens."),
        "similar": _("gelijkenis {percent} op 100"),
        "inIntervention": _("Bij de interventie “{title}”"),
        "table": _("tafel {number}"),
        "onPaper": _("tafel {number}, op papier"),
        "machine": _("machine"),
        "workingTitle": _("Werktitel van de machine: “{words}” (voorstel {run})"),
        "undoneMark": _("teruggenomen"),
        "noMatch": _("Niets gevonden met deze lens."),
        "allPlaced": _("Alles is geplaatst of staat in een voorstel."),
        "nothingYet": _("Er zijn nog geen bijdragen."),
        "dropHere": _("Laat los om te verplaatsen naar {title}"),
    }


def view_words() -> dict[str, str]:
    """What each view of the same themes is called."""
    return {"board": _("Bord"), "map": _("Kaart"), "outline": _("Inhoud")}


def language_name(code: str) -> str:
    """What that language is called in the language of the page."""
    try:
        return Locale.parse(code).get_display_name(get_locale()) or code
    except (UnknownLocaleError, ValueError):
        return code


def level_words() -> dict[str, tuple[str, str]]:
    """Level to its word and its icon."""
    words = (_("sleutelkenmerk"), _("doel"), _("randvoorwaarde"))
    return dict(zip(LEVELS, zip(words, ("layers", "target", "key"), strict=True), strict=True))


def measure_words() -> dict[str, str]:
    """Measure to its word; the same on wall, workbench and result."""
    words = (_("hoe vaak gezegd"), _("hoe warm onthaald"), _("hoe mensen het rangschikten"))
    return dict(zip(orders.MEASURES, words, strict=True))


def kind_words() -> dict[str, str]:
    """Kind of contribution to what it is called when one looks at that kind alone."""
    return {
        "reason": _("waarom het werkt"),
        "petal": _("blad van een lotusbloem"),
        "precondition": _("randvoorwaarde"),
        "obstacle": _("wat in de weg stond"),
        "idea": _("idee"),
        "finding": _("vaststelling"),
        "intervention": _("interventie"),
    }


def asked_words() -> dict[str, str]:
    """What is asked for to the question that sharpens it."""
    return {name: _(question) for name, question in sharpening.QUESTIONS.items()}


_TAKEN_BACK = (
    Verb.CLUSTER_ADOPTED,
    Verb.CLUSTER_SET_ASIDE,
    Verb.THEME_MADE,
    Verb.THEME_CHANGED,
    Verb.THEME_MERGED,
    Verb.THEME_SPLIT,
    Verb.THEME_DISSOLVED,
    Verb.THEMES_RANKED,
    Verb.PASSAGES_MOVED,
    Verb.KEY_GROUP_CHANGED,
    Verb.TWINS_LINKED,
    Verb.TWINS_PARTED,
    Verb.PASSAGES_APART,
    Verb.PASSAGES_TOGETHER,
    Verb.PASSAGES_ASIDE,
    Verb.PASSAGES_USED,
    Verb.PASSAGE_PARTED,
    Verb.PASSAGE_SPLIT,
    Verb.PASSAGES_JOINED,
    Verb.SEVERAL_CHANGED,
    Verb.NOTE_CHANGED,
    Verb.DISSENT_RAISED,
    Verb.DISSENT_WITHDRAWN,
    Verb.WALL_FROZEN,
    Verb.WALL_FOLLOWS,
    Verb.ACT_UNDONE,
    Verb.ACT_REDONE,
)
