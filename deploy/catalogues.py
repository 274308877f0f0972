"""Gathers every text of the interface into the catalogues and compiles them: `make catalogues`.

The Dutch text is the key. A text that has no translation yet is shown in Dutch; `--check` fails when the
catalogues no longer hold exactly the texts of the code. What WTForms says itself has an English key: those
few sentences are all that the Dutch catalogue holds.
"""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path
from typing import Any

import wtforms.fields
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "sessions" / "catalogues"
LANGUAGES = ("nl", "en", "fr")
METHODS = [("**.py", "python"), ("**.html", "jinja2")]
# "silent" would skip a template that does not parse, with all its texts.
OPTIONS = {"**.html": {"trimmed": "true", "newstyle_gettext": "true", "silent": "false"}}
KEYWORDS = {
    "_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "say": (2,),
    "plural": (2, 3),
    "mark": None,
    "said": None,
    "lazy_gettext": None,
}
OURS = tuple(ROOT / folder for folder in ("sessions", "facilitator", "templates"))
BORROWED = (Path(wtforms.fields.__file__).parent,)

Key = str | tuple[str, ...]


def gathered(language: str) -> Catalog:
    """Every text that the catalogue of that language has to hold."""
    catalog = Catalog(locale=language, project="Lotusbloem", charset="utf-8", fuzzy=False)
    for folder in BORROWED if language == "nl" else OURS + BORROWED:
        for path, line, text, comments, _context in _texts_in(folder):
            catalog.add(text, None, [(f"{folder.name}/{path}", line)], auto_comments=comments)
    return catalog


@cache
def _texts_in(folder: Path) -> list[tuple[Any, ...]]:
    """What the files there say; they are read once, for all languages."""
    return list(extract_from_dir(folder, METHODS, keywords=KEYWORDS, options_map=OPTIONS))


def path_of(language: str, ending: str = "po") -> Path:
    return FOLDER / language / "LC_MESSAGES" / f"messages.{ending}"


def read(language: str) -> Catalog:
    """The catalogue as it stands in the checkout."""
    with path_of(language).open("rb") as file:
        return read_po(file, locale=language)


def update(language: str, texts: Catalog) -> Catalog:
    """The catalogue with exactly those texts; what was translated stays."""
    catalog = read(language) if path_of(language).exists() else Catalog(locale=language)
    catalog.update(texts, no_fuzzy_matching=True, update_creation_date=False)
    catalog.obsolete.clear()
    return catalog


def write(language: str, catalog: Catalog) -> None:
    catalog.header_comment = f"# What Lotusbloem says, in {language}. Gathered by deploy/catalogues.py."
    catalog.fuzzy = False
    catalog.project, catalog.version = "Lotusbloem", "1"
    catalog.last_translator = catalog.language_team = catalog.msgid_bugs_address = "Lotusbloem"
    path_of(language).parent.mkdir(parents=True, exist_ok=True)
    with path_of(language).open("wb") as file:
        write_po(file, catalog, width=0, sort_output=True, omit_header=False, no_location=True)
    with path_of(language, "mo").open("wb") as file:
        write_mo(file, catalog)


def keys(catalog: Catalog) -> set[Key]:
    return {message.id for message in catalog if message.id}


def missing(language: str) -> list[Key]:
    """Texts of the code that the committed catalogue does not hold, translated or not."""
    return sorted(keys(gathered(language)) - keys(read(language)), key=str)


def left_over(language: str) -> list[Key]:
    """Texts of the committed catalogue that the code does not say any more."""
    return sorted(keys(read(language)) - keys(gathered(language)), key=str)


def untranslated(catalog: Catalog) -> list[Key]:
    """Texts without a translation, or without one of its plural forms."""
    return [message.id for message in catalog if message.id and not _complete(message.string)]


def _complete(said: Key) -> bool:
    return all(said) if isinstance(said, tuple) else bool(said)


def main() -> None:
    if "--check" in sys.argv:
        wrong = 0
        for language in LANGUAGES:
            for word, texts in (("lacks", missing(language)), ("has left over", left_over(language))):
                wrong += len(texts)
                for text in texts:
                    print(f"{language} {word}: {text}")
        sys.exit(bool(wrong))
    for language in LANGUAGES:
        catalog = update(language, gathered(language))
        write(language, catalog)
        todo = untranslated(catalog)
        print(f"{language}: {len(catalog) - len(todo)} of {len(catalog)} texts translated")


if __name__ == "__main__":
    main()
