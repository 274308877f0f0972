"""Which pictures may be shown with a question: the type is read from the bytes, never from a name."""

from __future__ import annotations

import struct
from base64 import b64encode

LARGEST = 3_000_000
MOST_PIXELS = 40_000_000
_SIGNS = (
    ("image/png", b"\x89PNG\r\n\x1a\n"),
    ("image/jpeg", b"\xff\xd8\xff"),
    ("image/gif", b"GIF87a"),
    ("image/gif", b"GIF89a"),
)
# Start of frame: baseline, extended, progressive and their kin; not the tables in between.
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


def kind_of(data: bytes) -> str:
    """The media type that the bytes say; empty for anything that is no PNG, JPEG, WebP or GIF, that is too
    large, or whose width and height cannot be read or are impossible."""
    if not 0 < len(data) <= LARGEST:
        return ""
    found = next((kind for kind, sign in _SIGNS if data.startswith(sign)), "")
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        found = "image/webp"
    if not found:
        return ""
    width, height = size_of(found, data)
    return found if 0 < width * height <= MOST_PIXELS else ""


def encoded(data: bytes) -> str:
    """The bytes as they are kept."""
    return b64encode(data).decode()


def size_of(kind: str, data: bytes) -> tuple[int, int]:
    """Width and height in pixels; (0, 0) when the file does not say."""
    try:
        if kind == "image/png":
            width, height = struct.unpack(">II", data[16:24])
        elif kind == "image/gif":
            width, height = struct.unpack("<HH", data[6:10])
        elif kind == "image/webp":
            width, height = _webp(data)
        else:
            width, height = _jpeg(data)
    except (struct.error, IndexError):
        return 0, 0
    return width, height


def _webp(data: bytes) -> tuple[int, int]:
    """The three ways in which a WebP says its size (RFC 9649)."""
    if data[12:16] == b"VP8X":
        return int.from_bytes(data[24:27], "little") + 1, int.from_bytes(data[27:30], "little") + 1
    if data[12:16] == b"VP8L":
        bits = int.from_bytes(data[21:25], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    width, height = struct.unpack("<HH", data[26:30])
    return width & 0x3FFF, height & 0x3FFF


def _jpeg(data: bytes) -> tuple[int, int]:
    at = 2
    while at < len(data) - 9:
        if data[at] != 0xFF:
            return 0, 0
        marker = data[at + 1]
        if marker in _FRAMES:
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return width, height
        # Fill bytes and markers without a length are passed over.
        at += 2 + struct.unpack(">H", data[at + 2 : at + 4])[0] if marker != 0xFF else 1
    return 0, 0
