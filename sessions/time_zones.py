"""The time zones that one can choose: places, by the names of the IANA database."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

USUAL = "Europe/Brussels"
_AREAS = (
    "Africa",
    "America",
    "Antarctica",
    "Arctic",
    "Asia",
    "Atlantic",
    "Australia",
    "Europe",
    "Indian",
    "Pacific",
)


@cache
def zones() -> tuple[str, ...]:
    """The names to choose from, Europe first; without the old names of countries and fixed offsets."""
    places = [each for each in available_timezones() if each.partition("/")[0] in _AREAS and "/" in each]
    return tuple(sorted(places, key=lambda each: (not each.startswith("Europe/"), each)))


def is_zone(name: str) -> bool:
    return name in zones()


def day(at: datetime, zone: str) -> date:
    """The day that it is in that zone."""
    return at.astimezone(ZoneInfo(zone)).date()


def named(zone: str) -> str:
    """The zone as one reads it: *Europe/Brussels* is *Brussels (Europe)*."""
    area, _slash, place = zone.partition("/")
    return f"{place.replace('_', ' ')} ({area})" if place else zone
