"""Static files under one immutable address per build: `/static/<build>/css/base.css`.

One build for the whole tree, so that what a module imports relative to itself has the same address.
Text is compressed once, on first use.
"""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
from functools import cache
from pathlib import Path

import brotli
from flask import Flask, Response, abort, request, url_for

from facilitator.paths import STATIC

_TEXT = (".css", ".js", ".svg", ".html", ".webmanifest", ".json", ".txt", ".md")
_TYPES = {".js": "text/javascript", ".woff2": "font/woff2", ".webmanifest": "application/manifest+json"}
FOREVER = "public, max-age=31536000, immutable"


@cache
def build() -> str:
    """Twelve characters that change whenever a static file does."""
    digest = hashlib.sha256()
    for path in sorted(STATIC.rglob("*")):
        if path.is_file():
            digest.update(path.relative_to(STATIC).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


@cache
def _content(path: Path, encoding: str) -> bytes:
    raw = path.read_bytes()
    if encoding == "br":
        return brotli.compress(raw, quality=11)
    return gzip.compress(raw, 9, mtime=0) if encoding == "gzip" else raw


def _encoding(path: Path) -> str:
    if path.suffix not in _TEXT:
        return ""
    accepted = request.accept_encodings
    return "br" if "br" in accepted else "gzip" if "gzip" in accepted else ""


def asset(path: str) -> str:
    """The address of a static file."""
    return _address(request.root_path, path)


@cache
def _address(_root: str, path: str) -> str:
    """A page with thousands of cards asks for the same few thousands of times."""
    return url_for("static", asked=build(), path=path)


def install(app: Flask) -> None:
    root = STATIC.resolve()

    @app.get("/static/<asked>/<path:path>", endpoint="static")
    def static_file(asked: str, path: str) -> Response:
        found = (root / path).resolve()
        if not found.is_relative_to(root) or not found.is_file():
            abort(404)
        encoding = _encoding(found)
        kind = _TYPES.get(found.suffix) or mimetypes.guess_type(found.name)[0] or "application/octet-stream"
        response = Response(_content(found, encoding), content_type=kind)
        if kind.startswith("text/"):
            response.content_type = f"{kind}; charset=utf-8"
        if encoding:
            response.content_encoding = encoding
        response.vary.add("Accept-Encoding")
        response.headers["Cache-Control"] = FOREVER if asked == build() else "no-cache"
        return response

    app.add_template_global(asset)
