"""The code to scan: black on white, made here, drawn as one path with crisp edges."""

from __future__ import annotations

from itertools import groupby
from urllib.parse import urlsplit

import qrcode
from flask import request
from qrcode.constants import ERROR_CORRECT_M

from facilitator.database import house

BORDER = 4
"""Modules of white around it: what the standard asks for."""


def public_address() -> str:
    """Where people reach this installation, such as `https://lotus.example`, without a slash at the end."""
    return (house().settings.public_url or request.host_url).rstrip("/")


def typable(address: str) -> str:
    """What somebody types of that address: without the scheme."""
    parts = urlsplit(address)
    return (parts.netloc + parts.path).rstrip("/")


def join_address(join_code: str) -> str:
    """The address that the code to scan holds: in capitals, so that it fits QR's alphanumeric mode, which
    makes the squares larger. The route takes any case."""
    parts = urlsplit(public_address())
    return f"{parts.scheme}://{parts.netloc}".upper() + f"{parts.path}/J/{join_code.upper()}"


def svg(text: str) -> str:
    """The QR code of `text` as an SVG document: level M, a border of four modules."""
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=BORDER)
    code.add_data(text, optimize=0)
    code.make(fit=True)
    matrix = code.get_matrix()
    size = len(matrix)
    runs = "".join(_runs(row, y) for y, row in enumerate(matrix))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" shape-rendering="crispEdges">'
        f'<path fill="#fff" d="M0 0h{size}v{size}H0z"/><path d="{runs}"/></svg>\n'
    )


def _runs(row: list[bool], y: int) -> str:
    """The black modules of one row, those beside each other as one rectangle."""
    drawn, x = [], 0
    for black, modules in groupby(row):
        width = len(list(modules))
        if black:
            drawn.append(f"M{x} {y}h{width}v1h-{width}z")
        x += width
    return "".join(drawn)
