"""Gathers every text of the interface into the catalogues and compiles them: `make catalogues`.

The Dutch text is the key. A text that has no translation yet is shown in Dutch; `--check` fails when the
catalogues no longer hold exactly the texts of the code.
"""

from __future__ import annotations

import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "sessions" / "catalogues"
TRANSLATED = ("en", "fr")
METHODS = [("**.py", "python"), ("**.html", "jinja2")]
KEYWORDS = {
    "_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "say": (2,),
    "mark": None,
    "said": None,
    "lazy_gettext": None,
}


def gathered() -> Catalog:
    catalog = Catalog(project="Lotusbloem", charset="utf-8", fuzzy=False)
    for folder in ("sessions", "facilitator", "templates"):
        found = extract_from_dir(
            ROOT / folder,
            METHODS,
            keywords=KEYWORDS,
            options_map={"**.html": {"trimmed": "true", "newstyle_gettext": "true"}},
        )
        for path, line, text, comments, context in found:
            catalog.add(text, None, [(f"{folder}/{path}", line)], auto_comments=comments, context=context)
    return catalog


def update(language: str, texts: Catalog) -> Catalog:
    path = FOLDER / language / "LC_MESSAGES" / "messages.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists():
        with path.open("rb") as file:
            catalog = read_po(file, locale=language)
    else:
        catalog = Catalog(locale=language, project="Lotusbloem", charset="utf-8", fuzzy=False)
    catalog.update(texts, no_fuzzy_matching=True, update_creation_date=False)
    catalog.obsolete.clear()
    return catalog


def write(language: str, catalog: Catalog) -> None:
    folder = FOLDER / language / "LC_MESSAGES"
    with (folder / "messages.po").open("wb") as file:
        write_po(file, catalog, width=0, sort_output=True, omit_header=False, no_location=True)
    with (folder / "messages.mo").open("wb") as file:
        write_mo(file, catalog)


def missing(language: str) -> list[str]:
    """Texts of the code that the committed catalogue does not hold, translated or not."""
    with (FOLDER / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        present = {str(message.id) for message in read_po(file, locale=language) if message.id}
    return sorted({str(message.id) for message in gathered() if message.id} - present)


def main() -> None:
    if "--check" in sys.argv:
        gone = {language: missing(language) for language in TRANSLATED}
        for language, texts in gone.items():
            for text in texts:
                print(f"{language} lacks: {text}")
        sys.exit(any(gone.values()))
    texts = gathered()
    for language in TRANSLATED:
        catalog = update(language, texts)
        write(language, catalog)
        done = sum(1 for message in catalog if message.id and message.string)
        print(f"{language}: {done} of {len(catalog)} texts translated")


if __name__ == "__main__":
    main()
