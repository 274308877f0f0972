"""What each kind of letter says: lines, one act, and why one gets it, in the language of the member."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time

from sessions.focus.contents import Contents, News, Opening
from sessions.words import mark, plural, say


@dataclass(frozen=True)
class Words:
    """A letter before it has a form: `lines` are paragraphs, `points` a list below them."""

    subject: str
    lines: list[str]
    act: str
    points: list[str] = field(default_factory=list)
    after: list[str] = field(default_factory=list)


def day(at: datetime, contents: Contents) -> str:
    """The day where the workshop is, such as *maandag 23 november*."""
    there = at.astimezone(ZoneInfo(contents.zone))
    return format_date(there.date(), "EEEE d MMMM", locale=contents.language)


def moment(at: datetime, contents: Contents) -> str:
    """Day and hour where the workshop is."""
    there = at.astimezone(ZoneInfo(contents.zone))
    pattern = "H.mm" if contents.language == "nl" else "H:mm"
    hour = format_time(there.time(), pattern, locale=contents.language)
    sentence = mark("%(day)s om %(hour)s uur")
    return say(contents.language, sentence, day=day(at, contents), hour=hour)


def of(contents: Contents) -> Words:
    """What that letter says."""
    return _KINDS[contents.kind](contents)


def _who(contents: Contents) -> str:
    names = contents.moderators
    if not names:
        return say(contents.language, "De begeleiders")
    if len(names) == 1:
        return names[0]
    sentence = mark("%(first)s en %(last)s")
    return say(contents.language, sentence, first=", ".join(names[:-1]), last=names[-1])


def _load(opening: Opening, language: str) -> str:
    """How much is asked."""
    questions = plural(language, "%(num)d vraag", "%(num)d vragen", opening.questions)
    minutes = plural(language, "ongeveer %(num)d minuut", "ongeveer %(num)d minuten", opening.minutes)
    return f"{questions}, {minutes}."


def _invitation(contents: Contents) -> Words:
    spoken = contents.language
    sentence = mark("%(who)s nodigt je uit voor een gesprek: “%(title)s”.")
    lines = [say(spoken, sentence, who=_who(contents), title=contents.title)]
    lines.append(
        say(
            spoken,
            "Het gaat met een kleine groep, en ieder doet mee wanneer het past: thuis, op je telefoon of je"
            " computer, een paar minuten per keer.",
        )
    )
    if contents.rounds:
        sentence = mark("Het begint op %(begins)s en loopt tot %(ends)s.")
        begins = min(each.opens_at for each in contents.rounds)
        ends = max(each.closes_at for each in contents.rounds)
        lines.append(say(spoken, sentence, begins=moment(begins, contents), ends=moment(ends, contents)))
    lines.append(
        say(
            spoken,
            "Je hebt geen wachtwoord nodig. Deze link is van jou alleen: geef hem niet door. Je kiest zelf"
            " onder welke naam je schrijft.",
        )
    )
    sentence = mark("Uitnodiging: %(title)s")
    return Words(say(spoken, sentence, title=contents.title), lines, say(spoken, "Doe mee"))


def _opening(contents: Contents) -> Words:
    spoken, opened = contents.language, contents.round
    sentence = mark("Een nieuwe ronde is open: “%(round)s”.")
    lines = [say(spoken, sentence, round=opened.title if opened else contents.title)]
    if opened is not None:
        lines.append(_load(opened, spoken))
        sentence = mark("Je kunt antwoorden tot %(until)s. Stoppen en later verdergaan kan altijd.")
        lines.append(say(spoken, sentence, until=moment(opened.closes_at, contents)))
    sentence = mark("Nieuwe vragen: %(round)s")
    subject = say(spoken, sentence, round=opened.title if opened else contents.title)
    return Words(subject, lines, say(spoken, "Naar de vragen"))


def _probe(contents: Contents) -> Words:
    spoken = contents.language
    question = contents.question[1] if contents.question else contents.title
    sentence = mark("%(who)s vraagt je iets over “%(question)s”.")
    lines = [say(spoken, sentence, who=_who(contents), question=question)]
    lines.append(
        say(spoken, "Wat er gevraagd wordt, lees je op je eigen pagina. Een paar zinnen zijn genoeg.")
    )
    sentence = mark("%(who)s vraagt je iets")
    return Words(say(spoken, sentence, who=_who(contents)), lines, say(spoken, "Lees de vraag"))


def _reminder(contents: Contents) -> Words:
    spoken, day_of = contents.language, contents.round
    title = day_of.title if day_of else contents.title
    sentence = mark("In de ronde “%(round)s” wacht nog iets op jou.")
    lines = [say(spoken, sentence, round=title)]
    if day_of is not None:
        lines.append(_load(day_of, spoken))
        sentence = mark("De ronde sluit op %(until)s.")
        lines.append(say(spoken, sentence, until=moment(day_of.closes_at, contents)))
    lines.append(say(spoken, "Ook een kort antwoord helpt. Was je net klaar? Dan hoef je niets te doen."))
    sentence = mark("Doe je nog mee? %(round)s")
    return Words(say(spoken, sentence, round=title), lines, say(spoken, "Naar de vragen"))


def news_words(news: News, language: str) -> str:
    """One line of the digest."""
    n = news.count
    told = {
        "round": plural(language, "%(num)d vraag wacht op jou", "%(num)d vragen wachten op jou", n),
        "answers": plural(
            language, "%(num)d nieuw antwoord van iemand anders", "%(num)d nieuwe antwoorden van anderen", n
        ),
        "replies": plural(
            language, "%(num)d reactie op wat jij schreef", "%(num)d reacties op wat jij schreef", n
        ),
        "thanks": plural(
            language, "%(num)d persoon dankt je voor wat je schreef", "%(num)d mensen danken je", n
        ),
        "probe": say(language, "Er wordt je iets gevraagd"),
        "hidden": say(language, "Iets van jou is verborgen; er staat waarom"),
    }
    something = say(language, "Er is iets nieuws")
    return f"{news.title}: {told.get(news.kind, something)}"


def _digest(contents: Contents) -> Words:
    spoken = contents.language
    sentence = mark("Nieuw vandaag in “%(title)s”:")
    points = [news_words(each, spoken) for each in contents.news]
    lines = [say(spoken, sentence, title=contents.title)]
    sentence = mark("Vandaag: %(title)s")
    return Words(say(spoken, sentence, title=contents.title), lines, say(spoken, "Naar mijn pagina"), points)


def _thanks(contents: Contents) -> Words:
    spoken = contents.language
    sentence = mark("Dank je wel dat je meedeed aan “%(title)s”.")
    lines = [
        say(spoken, sentence, title=contents.title),
        say(
            spoken,
            "Het gesprek is klaar. Op je eigen pagina staat wat jij schreef, en later ook wat ermee gebeurde."
            " Bewaar deze mail: de link blijft werken.",
        ),
    ]
    sentence = mark("Dank je wel: %(title)s")
    return Words(say(spoken, sentence, title=contents.title), lines, say(spoken, "Naar mijn pagina"))


def _lost_link(contents: Contents) -> Words:
    spoken = contents.language
    sentence = mark("Je vroeg je link voor “%(title)s”. Hier is hij.")
    lines = [
        say(spoken, sentence, title=contents.title),
        say(spoken, "Vroeg je dit niet? Dan hoef je niets te doen: niemand anders kreeg deze mail."),
    ]
    sentence = mark("Je link: %(title)s")
    return Words(say(spoken, sentence, title=contents.title), lines, say(spoken, "Naar mijn pagina"))


_KINDS: dict[str, Callable[[Contents], Words]] = {
    "invitation": _invitation,
    "opening": _opening,
    "probe": _probe,
    "reminder": _reminder,
    "digest": _digest,
    "thanks": _thanks,
    "lost_link": _lost_link,
}


def kind_words() -> dict[str, str]:
    """What each kind is called, for the people at a desk; to be translated."""
    return {
        "invitation": mark("Uitnodiging"),
        "opening": mark("Een ronde gaat open"),
        "probe": mark("Doorvraag"),
        "reminder": mark("Herinnering"),
        "digest": mark("Eén mail per dag"),
        "thanks": mark("Bedankt, met de eigen pagina"),
        "lost_link": mark("Link opnieuw gevraagd"),
    }
