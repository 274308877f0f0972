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
from sessions.errors import Missing
from sessions.models import Workshop

data_option = click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    help="The data folder. Without it LOTUSBLOEM_DATA or lotusbloem.toml says where it is.",
)

json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON and nothing else.")


@contextmanager
def open_house(data: Path | None) -> Iterator[House]:
    """The house over that data folder, for as long as a command needs it."""
    house = build(load(data=data))
    try:
        yield house
    finally:
        house.close()


def workshop_named(house: House, workshop_id: int) -> str:
    """The language of that workshop. Raises: Missing, with a sentence for whoever typed the number."""
    with house.store.reading() as db:
        found = db.get(Workshop, workshop_id)
        if found is None:
            raise Missing(f"there is no workshop {workshop_id}")
        return found.language


def print_json(value: Any) -> None:
    click.echo(json.dumps(value, ensure_ascii=False))
