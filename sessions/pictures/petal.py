"""The outline of a petal, which is also that of a leaf."""

from __future__ import annotations

from sessions.pictures.svg import number


def petal_path(length: float, width: float, base: float = 0) -> str:
    """A petal along the y axis: `base` at 0, tip at -`length`, widest at 55 % of the way, an ogee tip."""

    def y(part: float) -> str:
        return number(-(base + (length - base) * part))

    half = width / 2
    wide, near, tip = half, half * 0.55, half * 0.3
    left = f"M0 {y(0)}C{number(-near)} {y(0.1)} {number(-wide)} {y(0.3)} {number(-wide)} {y(0.55)}"
    top = f"C{number(-wide)} {y(0.8)} {number(-tip)} {y(0.9)} 0 {y(1)}"
    over = f"C{number(tip)} {y(0.9)} {number(wide)} {y(0.8)} {number(wide)} {y(0.55)}"
    return f"{left}{top}{over}C{number(wide)} {y(0.3)} {number(near)} {y(0.1)} 0 {y(0)}Z"
