"""What happened on a workbench, as sentences in the language of whoever reads them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from sessions.analysis.history import Line, Move, Proposal
from sessions.proposing.cuts import Difference
from sessions.verbs import Verb


def step_words() -> dict[str, str]:
    """What a run is doing, by the name of its step."""
    return {
        "waiting": _("Wacht tot een ander voorstel klaar is"),
        "starting": _("Begint"),
        "reading": _("Leest de bijdragen"),
        "comparing": _("Vergelijkt wat mensen schreven"),
        "neighbours": _("Zoekt wat dicht bij elkaar ligt"),
        "grouping": _("Maakt groepen"),
        "naming": _("Zoekt werktitels"),
        "near-duplicates": _("Zoekt wat bijna hetzelfde zegt"),
        "done": _("Legt het voorstel klaar"),
    }


def failure_words() -> dict[str, str]:
    """Why a run failed, and what to do."""
    return {
        "crashed": _("Het voorstel is mislukt. Je besluiten staan er allemaal nog. Probeer het nog eens."),
        "refused": _("Met deze bijdragen lukt geen voorstel. Je besluiten staan er allemaal nog."),
        "memory": _(
            "Deze computer heeft te weinig geheugen voor zoveel bijdragen. Je besluiten staan er nog."
        ),
        "too-long": _("Het voorstel duurde te lang en is gestopt. Je besluiten staan er allemaal nog."),
        "interrupted": _("Lotusbloem stopte terwijl het voorstel werd gemaakt. Vraag het opnieuw."),
    }


def run_words(run: dict[str, Any] | None) -> str:
    """What the newest run is doing or what became of it; empty when there is nothing to tell."""
    if run is None or run["state"] == "done":
        return ""
    if run["state"] == "running":
        return step_words().get(run["message"], _("Begint"))
    if run["state"] == "offered":
        return offer_words(run["message"])
    if run["state"] == "cancelled":
        return _("Het voorstel is gestopt. Alles staat er nog zoals het stond.")
    words = failure_words()
    return words.get(run["message"], words["crashed"])


def wording_words() -> str:
    """That a proposal compared wording alone."""
    return _(
        "Dit voorstel vergelijkt alleen welke woorden mensen gebruikten, niet wat ze bedoelen: het taalmodel"
        " ontbrak of werkte niet. Kijk de groepen extra goed na."
    )


def offer_words(message: str) -> str:
    """What is told about a finished proposal that waits beside the one on the table."""
    return {
        "same": _("Het voorstel is opnieuw gemaakt: de uitkomst is dezelfde."),
        "input-changed": _(
            "Het voorstel is opnieuw gemaakt. Er is intussen iets gezegd of besloten; daarom is het anders."
        ),
        "differs": _("Het voorstel is opnieuw gemaakt en is anders, met dezelfde bijdragen en besluiten."),
    }.get(message, _("Een nieuw voorstel ligt klaar. Wat er nu ligt, blijft liggen tot je kiest."))


def difference_words(found: Difference, themes: Sequence[tuple[str, int]]) -> str:
    """What another proposal would change on the table, in a sentence or two; themes: title and cards."""
    groups = ngettext("%(num)d groep", "%(num)d groepen", found.groups)
    if found.groups == found.same and not found.gone and not themes:
        return _("%(groups)s. Er verandert niets.", groups=groups)
    counted = [
        (found.same, ngettext("%(num)d blijft zoals ze is", "%(num)d blijven zoals ze zijn", found.same)),
        (found.new, ngettext("%(num)d is nieuw", "%(num)d zijn nieuw", found.new)),
        (found.moving, ngettext("%(num)d bijdrage verhuist", "%(num)d bijdragen verhuizen", found.moving)),
    ]
    parts = [words for count, words in counted if count]
    parts += [
        ngettext("%(num)d gaat naar “%(theme)s”", "%(num)d gaan naar “%(theme)s”", cards, theme=title)
        for title, cards in themes[:3]
    ]
    return _("%(groups)s: %(parts)s. Besluiten blijven staan.", groups=groups, parts=", ".join(parts))


def left_words(count: int) -> str:
    """That some of a proposal stayed behind when it was taken over."""
    return ngettext(
        "%(num)d bijdrage ging niet mee: iemand zei dat ze niet samen hoort met wat in dat thema staat.",
        "%(num)d bijdragen gingen niet mee: iemand zei dat ze niet samen horen met wat in dat thema staat.",
        count,
    )


def suggesting_words(state: str, lacking: int) -> str:
    """Why there are no suggestions, or not all; empty when there are."""
    return {
        "behind": ngettext(
            "%(num)d bijdrage wordt nog gelezen.", "%(num)d bijdragen worden nog gelezen.", lacking
        ),
        "missing": _("Het taalmodel ontbreekt op deze computer. Daarom zijn er geen suggesties."),
        "failing": _("Suggesties zoeken lukte niet. Al de rest werkt gewoon verder."),
    }.get(state, "")


def act_words(verb: str) -> str:
    """What an act is called on the button that takes it back."""
    return {
        Verb.RUN_CUT: _("grover of fijner maken"),
        Verb.RUN_TAKEN: _("nieuw voorstel nemen"),
        Verb.RUN_LEFT: _("nieuw voorstel niet nemen"),
        Verb.KNOWN_CHANGED: _("bekende thema’s"),
        Verb.CLUSTER_ADOPTED: _("voorstel overnemen"),
        Verb.CLUSTER_SET_ASIDE: _("voorstel wegleggen"),
        Verb.THEME_MADE: _("thema maken"),
        Verb.THEME_CHANGED: _("thema bewerken"),
        Verb.THEME_MERGED: _("samenvoegen"),
        Verb.THEME_SPLIT: _("splitsen"),
        Verb.THEME_DISSOLVED: _("ontbinden"),
        Verb.THEMES_RANKED: _("volgorde"),
        Verb.PASSAGES_MOVED: _("verplaatsen"),
        Verb.KEY_GROUP_CHANGED: _("groep bewerken"),
        Verb.TWINS_LINKED: _("aan elkaar hangen"),
        Verb.TWINS_PARTED: _("losmaken"),
        Verb.PASSAGES_APART: _("uit elkaar houden"),
        Verb.PASSAGES_TOGETHER: _("weer samen laten gaan"),
        Verb.PASSAGES_ASIDE: _("niet gebruiken"),
        Verb.PASSAGES_USED: _("weer gebruiken"),
        Verb.PASSAGE_PARTED: _("stuk apart zetten"),
        Verb.PASSAGE_SPLIT: _("in stukken delen"),
        Verb.PASSAGES_JOINED: _("weer één maken"),
        Verb.SEVERAL_CHANGED: _("één of meer thema’s"),
        Verb.NOTE_CHANGED: _("notitie"),
        Verb.DISSENT_RAISED: _("afwijkende stem"),
        Verb.DISSENT_WITHDRAWN: _("afwijkende stem intrekken"),
        Verb.WALL_FROZEN: _("wand stilzetten"),
        Verb.WALL_FOLLOWS: _("wand laten volgen"),
        Verb.ACT_UNDONE: _("ongedaan maken"),
        Verb.ACT_REDONE: _("opnieuw doen"),
    }.get(Verb(verb), _("wijziging"))


def overtaken_words(verb: str | None, who: str | None) -> str:
    """Why an act cannot be taken back or done again: who went on with it, and with what."""
    if verb is None:
        return _("Dit kan niet meer: iemand werkte er daarna aan verder. Verander het met de hand.")
    return _(
        "Dit kan niet meer: %(who)s werkte er daarna aan verder (%(act)s). Spreek het af, of verander het"
        " met de hand.",
        who=who or _("iemand"),
        act=act_words(verb),
    )


def changed_words(values: Mapping[str, str], who: str | None) -> str:
    """Why what was chosen or typed about a theme or a group was not kept: who was faster, what it is now."""
    fields = {
        "title": _("de naam, nu “%(now)s”", now=values.get("title") or _("nog zonder naam")),
        "description": _("de uitleg, nu “%(now)s”", now=values.get("description") or "–"),
        "level": _("het niveau"),
        "key_group_id": _("de groep"),
    }
    return _(
        "%(who)s veranderde intussen %(what)s. Wat jij koos of typte, staat er nog. Bewaar opnieuw als het"
        " jouwe beter is.",
        who=who or _("Iemand"),
        what=", ".join(words for name, words in fields.items() if name in values),
    )


def line_words(line: Line) -> str:
    """One act of the history, after the name of who did it."""
    themes = ", ".join(f"“{title}”" for title in line.themes[:2])
    if len(line.themes) > 2:
        themes = _("%(themes)s en %(more)d andere", themes=themes, more=len(line.themes) - 2)
    moved = ngettext("%(num)d bijdrage", "%(num)d bijdragen", line.passages)
    sentences = {
        Verb.RUN_STARTED: _("vroeg voorstel %(run)d", run=line.run or 0),
        Verb.RUN_ENDED: _("Voorstel %(run)d: alle besluiten bleven staan", run=line.run or 0),
        Verb.RUN_CUT: _("maakte het voorstel grover of fijner (voorstel %(run)d)", run=line.run or 0),
        Verb.RUN_TAKEN: _("koos voorstel %(run)d", run=line.run or 0),
        Verb.RUN_LEFT: _("koos voorstel %(run)d niet", run=line.run or 0),
        Verb.KNOWN_CHANGED: _("veranderde de thema’s die vooraf bekend zijn"),
        Verb.CLUSTER_ADOPTED: _("nam een voorstel over: %(themes)s, %(moved)s", themes=themes, moved=moved),
        Verb.CLUSTER_SET_ASIDE: _("legde een voorstel weg"),
        Verb.THEME_MADE: _("maakte %(themes)s", themes=themes),
        Verb.THEME_CHANGED: _("bewerkte %(themes)s", themes=themes),
        Verb.THEME_MERGED: _("voegde samen: %(themes)s", themes=themes),
        Verb.THEME_SPLIT: _("splitste: %(themes)s", themes=themes),
        Verb.THEME_DISSOLVED: _("ontbond %(themes)s", themes=themes),
        Verb.THEMES_RANKED: _("veranderde de volgorde"),
        Verb.PASSAGES_MOVED: _("verplaatste %(moved)s: %(themes)s", themes=themes, moved=moved)
        if themes
        else _("verplaatste %(moved)s", moved=moved),
        Verb.KEY_GROUP_CHANGED: _("bewerkte een groep"),
        Verb.TWINS_LINKED: _("hing %(moved)s aan elkaar: ze zeggen hetzelfde", moved=moved),
        Verb.TWINS_PARTED: _("maakte %(moved)s van elkaar los", moved=moved),
        Verb.PASSAGES_APART: _("houdt %(moved)s uit elkaar", moved=moved),
        Verb.PASSAGES_TOGETHER: _("laat %(moved)s weer samen gaan", moved=moved),
        Verb.PASSAGES_ASIDE: _("gebruikt %(moved)s niet", moved=moved),
        Verb.PASSAGES_USED: _("gebruikt %(moved)s weer", moved=moved),
        Verb.PASSAGE_PARTED: _("zette een stuk van een bijdrage apart"),
        Verb.PASSAGE_SPLIT: _("deelde een bijdrage in stukken"),
        Verb.PASSAGES_JOINED: _("maakte van stukken weer één bijdrage"),
        Verb.SEVERAL_CHANGED: _("veranderde of een bijdrage in meer thema’s mag staan"),
        Verb.NOTE_CHANGED: _("schreef een notitie bij %(themes)s", themes=themes)
        if themes
        else _("schreef een notitie"),
        Verb.DISSENT_RAISED: _("noteerde een afwijkende stem bij %(themes)s", themes=themes)
        if themes
        else _("noteerde een afwijkende stem"),
        Verb.DISSENT_WITHDRAWN: _("trok een afwijkende stem in"),
        Verb.WALL_FROZEN: _("zette de wand stil"),
        Verb.WALL_FOLLOWS: _("laat de wand weer volgen"),
        Verb.ACT_UNDONE: _("maakte iets ongedaan"),
        Verb.ACT_REDONE: _("deed iets opnieuw"),
    }
    return sentences.get(Verb(line.verb), _("veranderde iets"))


def move_words(move: Move) -> str:
    """Where a passage stood after an act, or what was done with it, after the name of who did it."""
    done = {
        Verb.TWINS_LINKED: _("hing dit aan een andere bijdrage: ze zeggen hetzelfde"),
        Verb.TWINS_PARTED: _("maakte dit los van een andere bijdrage"),
        Verb.PASSAGES_APART: _("houdt dit uit elkaar met een andere bijdrage"),
        Verb.PASSAGES_TOGETHER: _("laat dit weer samen gaan met een andere bijdrage"),
        Verb.PASSAGES_ASIDE: _("gebruikt dit niet"),
        Verb.PASSAGES_USED: _("gebruikt dit weer"),
        Verb.PASSAGE_PARTED: _("zette er een stuk van apart"),
        Verb.PASSAGE_SPLIT: _("deelde dit in stukken"),
        Verb.PASSAGES_JOINED: _("maakte van stukken weer één bijdrage"),
        Verb.NOTE_CHANGED: _("schreef er een notitie bij"),
        Verb.DISSENT_RAISED: _("noteerde er een afwijkende stem bij"),
        Verb.DISSENT_WITHDRAWN: _("trok er een afwijkende stem bij in"),
    }
    if move.verb in done:
        return done[Verb(move.verb)]
    if move.theme:
        return _("zette dit in “%(theme)s”", theme=move.theme)
    return _("zette dit bij wat nog niet geplaatst is")


def proposal_words(proposal: Proposal) -> str:
    return _(
        "Voorstel %(run)d van de machine: “%(words)s”, zekerheid %(percent)d op 100",
        run=proposal.run,
        words=proposal.words,
        percent=round(100 * proposal.confidence),
    )
