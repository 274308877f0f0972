"""What several commands share: where the data is, and how JSON is printed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from facilitator.house import House, build
from facilitator.settings import load

data_option = click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    help="The data folder. Without it LOTUSBLOEM_DATA or lotusbloem.toml says where it is.",
)


@contextmanager
def open_house(data: Path | None) -> Iterator[House]:
    """The house over that data folder, for as long as a command needs it."""
    house = build(load(data=data))
    try:
        yield house
    finally:
        house.close()


def print_json(value: Any) -> None:
    click.echo(json.dumps(value, ensure_ascii=False))
