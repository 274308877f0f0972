"""Pages and JSON, compressed on the way out: a phone in a full hall has a thin line."""

from __future__ import annotations

import gzip

import brotli
from flask import Response, request

WORTH_PACKING_BYTES = 600
BROTLI_QUALITY = 5
GZIP_LEVEL = 5
_PACKABLE = frozenset({"text/html", "application/json"})


def packed(response: Response) -> Response:
    """The same answer, smaller, where the browser takes it. Give it to a blueprint's `after_request`."""
    if response.is_streamed or response.content_encoding or response.mimetype not in _PACKABLE:
        return response
    response.vary.add("Accept-Encoding")
    data = response.get_data()
    if len(data) < WORTH_PACKING_BYTES:
        return response
    encoding = request.accept_encodings.best_match(["br", "gzip"])
    if encoding == "br":
        response.set_data(brotli.compress(data, quality=BROTLI_QUALITY))
    elif encoding == "gzip":
        response.set_data(gzip.compress(data, GZIP_LEVEL, mtime=0))
    if encoding:
        response.content_encoding = encoding
    return response
