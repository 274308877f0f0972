"""Colours by the names of the design tokens."""

from __future__ import annotations

from collections.abc import Callable

Paint = Callable[[str], str]

# The wall's colours: white paper, so that a projector and a printer both do well.
_FIXED = {
    "paper": "#FFFFFF",
    "ink": "#06110E",
    "edge": "#33413C",
    "lotus-fill": "#A30D55",
    "on-lotus": "#FFFFFF",
    "a": "#B21560",
    "b": "#FFC638",
    "c": "#3D6BA0",
    "d": "#ACE1B5",
    "e": "#3D1B51",
    "f": "#6FC1E0",
    "g": "#11571B",
    "h": "#DB9B84",
    "on-a": "#FFFFFF",
    "on-b": "#06110E",
    "on-c": "#FFFFFF",
    "on-d": "#06110E",
    "on-e": "#FFFFFF",
    "on-f": "#06110E",
    "on-g": "#FFFFFF",
    "on-h": "#06110E",
}


def LIVE(name: str) -> str:
    """The colour that the page's theme gives to that name."""
    return f"var(--{name})"


def FIXED(name: str) -> str:
    """The colour itself, for a file."""
    return _FIXED[name]
