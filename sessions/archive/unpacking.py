"""From a file to checked bytes. Nothing is written to a disk, and no more is read than fits the limits."""

from __future__ import annotations

import json
import re
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from typing import IO, Any, NoReturn
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from sessions import words
from sessions.archive.limits import (
    DEEPEST_JSON,
    LARGEST_NUMBER,
    LONGEST_TEXT,
    MOST_DIRECTORY_BYTES,
    MOST_FILE_BYTES,
    MOST_RATIO,
    MOST_UNPACKED_BYTES,
)
from sessions.archive.tables import FORMAT, MANIFEST, MEMBERS, VERSION
from sessions.errors import Invalid
from sessions.text import clean

said = words.mark
MEGABYTE = 1024 * 1024


class Damage(Exception):
    """What is wrong with an archive: a sentence for the catalogues, and what is filled in."""

    def __init__(self, text: str, **values: Any) -> None:
        super().__init__(text)
        self.text, self.values = text, values


@contextmanager
def spoken(language: str) -> Iterator[None]:
    """What is wrong is said in that language. Raises: Invalid with the field `archive`."""
    try:
        yield
    except Damage as damage:
        raise Invalid({"archive": [words.say(language, damage.text, **damage.values)]}) from damage


NO_ARCHIVE = said("Dit bestand is geen archief van Lotusbloem, of het is afgebroken.")
TOO_LARGE = said("Dit archief is te groot: een bestand mag %(file)d MB zijn, en uitgepakt %(unpacked)d MB.")
STRANGE_MEMBER = said("In dit archief zit iets dat er niet hoort: %(name)s.")
DOUBLE_MEMBER = said("In dit archief zit %(name)s twee keer.")
MISSING_MEMBER = said("In dit archief ontbreekt %(name)s.")
TOO_DENSE = said("In dit archief is %(name)s verdacht sterk samengeperst.")
BROKEN_MEMBER = said("In dit archief is %(name)s beschadigd.")
NEWER = said(
    "Dit archief is gemaakt door een nieuwere Lotusbloem (indeling %(version)s). Werk deze installatie bij."
)
WRONG_MANIFEST = said("In dit archief klopt het manifest niet: %(what)s.")


def too_large() -> NoReturn:
    limits = {"file": MOST_FILE_BYTES // MEGABYTE, "unpacked": MOST_UNPACKED_BYTES // MEGABYTE}
    raise Damage(TOO_LARGE, **limits)


def unpack(file: IO[bytes]) -> tuple[dict[str, Any], dict[str, bytes]]:
    """The manifest, and per table the bytes of its file, of which the checksums are right.

    Raises: Damage.
    """
    _look_at_the_end(file)
    try:
        with ZipFile(file) as archive:
            infos = _members(archive.infolist())
            contents = {name: _content(archive, info) for name, info in infos.items()}
    except (BadZipFile, struct.error, zlib.error, OSError, ValueError, NotImplementedError) as problem:
        raise Damage(NO_ARCHIVE) from problem
    manifest = _manifest(contents.pop(MANIFEST))
    for name, content in contents.items():
        if sha256(content).hexdigest() != manifest["sha256"][name]:
            raise Damage(BROKEN_MEMBER, name=name)
    return manifest, {MEMBERS[name]: content for name, content in contents.items()}


def _look_at_the_end(file: IO[bytes]) -> None:
    """The list of files is small, one, and at the very end. `zipfile` would read it whatever its size."""
    size = file.seek(0, 2)
    if size > MOST_FILE_BYTES:
        too_large()
    file.seek(max(0, size - 42))
    end = file.read(42)
    record = end[-22:]
    if len(end) < 42 or not record.startswith(b"PK\x05\x06") or end.startswith(b"PK\x06\x07"):
        raise Damage(NO_ARCHIVE)
    _, _, _, here, entries, directory, _, comment = struct.unpack("<4s4H2LH", record)
    if here != entries or comment:
        raise Damage(NO_ARCHIVE)
    if directory > MOST_DIRECTORY_BYTES:
        too_large()
    file.seek(0)


def _members(infos: list[ZipInfo]) -> dict[str, ZipInfo]:
    found: dict[str, ZipInfo] = {}
    for info in infos:
        name = info.orig_filename
        if name in found:
            raise Damage(DOUBLE_MEMBER, name=shown(name))
        if name not in MEMBERS and name != MANIFEST:
            raise Damage(STRANGE_MEMBER, name=shown(name))
        if info.flag_bits & 0x1 or info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise Damage(BROKEN_MEMBER, name=name)
        found[name] = info
    for name in (MANIFEST, *MEMBERS):
        if name not in found:
            raise Damage(MISSING_MEMBER, name=name)
    if sum(info.file_size for info in infos) > MOST_UNPACKED_BYTES:
        too_large()
    for name, info in found.items():
        if info.file_size > MOST_RATIO * max(info.compress_size, 1):
            raise Damage(TOO_DENSE, name=name)
    return found


def _content(archive: ZipFile, info: ZipInfo) -> bytes:
    # The size stands in the file and is not to be believed: one byte more is asked for, never all there is.
    try:
        with archive.open(info) as member:
            content = member.read(info.file_size + 1)
    except (BadZipFile, zlib.error, EOFError) as problem:
        raise Damage(BROKEN_MEMBER, name=info.orig_filename) from problem
    if len(content) != info.file_size:
        raise Damage(BROKEN_MEMBER, name=info.orig_filename)
    return content


def _manifest(content: bytes) -> dict[str, Any]:
    try:
        manifest = parsed(content)
    except ValueError as problem:
        raise Damage(WRONG_MANIFEST, what=MANIFEST) from problem
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise Damage(NO_ARCHIVE)
    version = manifest.get("version")
    if isinstance(version, int) and version > VERSION:
        raise Damage(NEWER, version=shown(str(version)))
    sums, counts = manifest.get("sha256"), manifest.get("counts")
    if isinstance(version, bool) or version != VERSION:
        raise Damage(WRONG_MANIFEST, what="version")
    if not isinstance(sums, dict) or sums.keys() != MEMBERS.keys():
        raise Damage(WRONG_MANIFEST, what="sha256")
    if not isinstance(counts, dict) or counts.keys() != set(MEMBERS.values()):
        raise Damage(WRONG_MANIFEST, what="counts")
    for name in ("title", "software", "made_at"):
        if not isinstance(manifest.get(name), str):
            raise Damage(WRONG_MANIFEST, what=name)
    return manifest


def shown(name: str) -> str:
    """Something from the file, short and printable enough to be put in a sentence."""
    return clean(name)[:60]


def parsed(content: bytes) -> Any:
    """The JSON value of those bytes: UTF-8, no doubled keys, not deeper, longer or larger than fits.

    Raises: ValueError.
    """
    try:
        value = json.loads(content.decode("utf-8"), object_pairs_hook=_once, parse_constant=_no_number)
    except RecursionError as problem:
        raise ValueError("too deep") from problem
    _check(value, 0)
    return value


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice in an object")
    return found


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number")


_UNFIT = re.compile("[\x00\ud800-\udfff]")


def _check(value: Any, depth: int) -> None:
    if depth > DEEPEST_JSON:
        raise ValueError("too deep")
    if isinstance(value, str):
        if len(value) > LONGEST_TEXT or _UNFIT.search(value):
            raise ValueError("a text that does not fit")
    elif isinstance(value, dict):
        for key, each in value.items():
            _check(key, depth)
            _check(each, depth + 1)
    elif isinstance(value, list):
        for each in value:
            _check(each, depth + 1)
    elif isinstance(value, int | float) and not -LARGEST_NUMBER <= value <= LARGEST_NUMBER:
        raise ValueError("a number that does not fit")
