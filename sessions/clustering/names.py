"""Takes the names of places and people out of texts, so that texts are not compared by where or who.

A hall that speaks of Gent in half its sentences gets a cluster *Gent*; this switch lets it cluster what
happens there. It needs no list of names and no model: a name is a word with a capital where the language
does not ask for one, and which nobody in the collection writes without. Abbreviations (OCMW, VDAB) and the
names of languages stay, they are subjects.
"""

import re
from collections import Counter
from collections.abc import Sequence

from .clean import clean
from .stopwords import BY_LANGUAGE

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_SENTENCE_ENDS = re.compile(r"[.!?…:;\"“”«»(\[\n•*/|]\s*$|(?:^|\s)[-–—]\s*$")
_MOST_CAPITALS = 0.5  # a text with more of its words capitalised is a title or a shout: capitals say nothing
_COMMON = frozenset().union(*BY_LANGUAGE.values())
# Written with a capital in Dutch or English, and yet a subject of talk or a date.
_AS_SUBJECTS = """
    nederlands frans engels duits arabisch turks spaans italiaans portugees pools russisch oekraïens
    berbers koerdisch perzisch somalisch chinees vlaams tigrinya pashto dari farsi nederlandstalig
    nederlandstalige franstalig franstalige anderstalig anderstalige engelstalig engelstalige nt2 dutch
    french english german arabic turkish spanish italian portuguese polish russian ukrainian berber
    kurdish persian somali chinese flemish monday tuesday wednesday thursday friday saturday sunday
    january february march april may june july august september october november december christmas easter
    kerstmis pasen ramadan noël internet facebook whatsapp google god islam koran bijbel"""
_SUBJECTS = frozenset(_AS_SUBJECTS.split())


def without_names(texts: Sequence[str]) -> list[str]:
    """The texts without the names in them, in their order; a text that is nothing but names stays whole."""
    names = names_in(texts)
    return [_stripped(text, names) for text in texts] if names else list(texts)


def names_in(texts: Sequence[str]) -> frozenset[str]:
    """The words that are names in this collection, as they are written: with a capital inside a sentence at
    least once, and oftener than without one anywhere."""
    inside: Counter[str] = Counter()
    small: Counter[str] = Counter()
    for text in map(clean, texts):
        words = list(_WORD.finditer(text))
        told = capitals_tell([word.group() for word in words])
        for place, word in enumerate(words):
            shown = word.group()
            if shown[0].islower():
                small[shown.lower()] += 1
            elif told and place > 0 and not starts_sentence(text, word.start()):
                inside[shown] += 1
    return frozenset(
        word for word, count in inside.items() if count > small[word.lower()] and not is_subject(word)
    )


def capitals_tell(words: Sequence[str]) -> bool:
    """Whether a capital says something among the words of a text; not in a title or a shout."""
    capitals = sum(not word[0].islower() for word in words[1:])
    return capitals <= _MOST_CAPITALS * max(len(words) - 1, 1) or len(words) <= 2


def starts_sentence(text: str, at: int) -> bool:
    """Whether a sentence, a line or a quote begins there, behind something that ends."""
    return _SENTENCE_ENDS.search(text[:at]) is not None


def is_subject(word: str) -> bool:
    """Whether a word with a capital is no name: an abbreviation, a language, a date, a common word."""
    abbreviation = word[:2].isupper() or len(word) == 1
    return abbreviation or word.lower() in _COMMON or word.lower() in _SUBJECTS


def _stripped(text: str, names: frozenset[str]) -> str:
    left = _WORD.sub(lambda word: "" if word.group() in names else word.group(), clean(text))
    return " ".join(left.split()) if _WORD.search(left) else text
