"""Clusters the texts in a CSV file and writes per text its cluster and that cluster's label."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

from .proposal import Proposal
from .refusals import FileRefused

OUT_COLUMNS = ("id", "cluster", "label")
_SEPARATORS = (";", ",", "\t")


def cluster_file(
    source: Path,
    out: Path,
    *,
    text_column: str = "text",
    id_column: str = "id",
    k: int | None = None,
    seed: int = 0,
    ignore_names: bool = False,
    known: Path | None = None,
    progress: Callable[[float, str], None] | None = None,
) -> Proposal:
    """`out` holds id, cluster (from 1, the largest first) and label for every row of `source`, in its order.

    The separator (; , or tab) is taken from the header; a byte-order mark is skipped; without an id column
    the row's number, from 1, is its id. `known` holds themes that draw what resembles them, one a line: title
    and, after a |, what it means. `out` is written last, with commas and in UTF-8, and replaced as a
    whole.

    Raises FileRefused when the file is missing, not UTF-8, empty, torn, or has no such column; BadRequest for
    a k below 1. Nothing is written then.
    """
    ids, texts = read_texts(source, text_column, id_column)
    from .propose import propose

    proposal = propose(
        texts,
        ids=ids,
        k=k,
        seed=seed,
        ignore_names=ignore_names,
        known=read_known(known) if known else (),
        progress=progress,
    )
    labels = proposal.labels()
    rows = [
        (name, str(label + 1), proposal.clusters[label].title)
        for name, label in zip(ids, labels, strict=True)
    ]
    write_rows(out, rows)
    return proposal


def read_texts(source: Path, text_column: str, id_column: str) -> tuple[list[str], list[str]]:
    """The ids and the texts of the file, a row each, in its order; see `cluster_file` for what it accepts."""
    content = _content(source)
    header, *rows = _rows(source, content)
    names = [name.strip() for name in header]
    if text_column not in names:
        raise FileRefused(f"{source} has no column '{text_column}'; its columns are: {', '.join(names)}")
    text_at = names.index(text_column)
    id_at = names.index(id_column) if id_column in names else None
    ids, texts = [], []
    for number, row in enumerate((row for row in rows if row), start=1):
        texts.append(row[text_at] if text_at < len(row) else "")
        ids.append(str(number) if id_at is None or id_at >= len(row) else row[id_at])
    return ids, texts


def read_known(source: Path) -> list[tuple[str, str, str]]:
    """Title, title and description of every line that is not empty. Raises: FileRefused."""
    lines = [line.partition("|") for line in _content(source).splitlines()]
    return [(title.strip(), title.strip(), words.strip()) for title, _, words in lines if title.strip()]


def _content(source: Path) -> str:
    try:
        return source.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise FileRefused(
            f"{source} is not UTF-8 (byte {problem.start}); save it as 'CSV UTF-8' and try again"
        ) from problem
    except OSError as problem:
        raise FileRefused(f"{source} cannot be read: {problem.strerror}") from problem


def _rows(source: Path, content: str) -> list[list[str]]:
    if not content.strip():
        raise FileRefused(f"{source} is empty")
    first_line = content.lstrip("\r\n").split("\n", 1)[0]
    separator = max(_SEPARATORS, key=first_line.count)
    csv.field_size_limit(10_000_000)
    try:
        rows = list(csv.reader(io.StringIO(content, newline=""), delimiter=separator, strict=True))
    except csv.Error as problem:
        raise FileRefused(f"{source} is not a readable CSV file: {problem}") from problem
    while rows and not rows[0]:
        rows.pop(0)
    return rows


def write_rows(out: Path, rows: list[tuple[str, str, str]]) -> None:
    """`out` holds the header and the rows; it is never half written."""
    partial = out.with_name(out.name + ".part")
    try:
        with partial.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(OUT_COLUMNS)
            writer.writerows(rows)
        partial.replace(out)
    except OSError as problem:
        raise FileRefused(f"{out} cannot be written: {problem.strerror}") from problem
