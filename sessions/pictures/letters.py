"""How wide words stand, and how they break, without a browser to measure them.

Advance widths of Atkinson Hyperlegible Next at weight 550, in thousandths of the type size. A letter that is
not in the table counts as a wide one, so that other scripts get room rather than too little.
"""

from __future__ import annotations

from collections.abc import Sequence

_BY_WIDTH = {
    187: "'", 243: ",", 244: ".:;", 246: "|", 253: "j", 254: "’‘", 268: "`", 278: "iìíî", 292: "ï", 293: "l",
    295: "!", 298: " ", 319: "()", 330: "[", 342: "f", 344: "]", 350: '"', 353: "t", 364: "r{}", 368: "-",
    387: "_", 410: "IÌÍÎÏ", 416: "/\\", 425: "1", 443: "“”", 485: "*z", 488: "yýÿ", 491: "s", 499: "cvç",
    502: "–", 513: "x", 517: "?", 525: "7", 527: "k", 539: "J", 540: "aàáâãäå", 547: "L", 552: "eèéêë",
    555: "uùúûü", 560: "F", 562: "<>hnñ", 563: "oòóôõöø", 565: "2", 577: "g", 582: "9bdpþ", 584: "EÈÉÊË",
    585: "T", 588: "q", 589: "3", 598: "5", 600: "+÷", 602: "$S", 603: "ß", 613: "6Z", 616: "YÝ", 620: "48=",
    621: "V", 629: "B", 634: "RP", 649: "K", 652: "CÇ", 654: "0", 655: "AÀÁÂÃÄÅ", 657: "X", 679: "D",
    688: "UÙÚÛÜ", 698: "H", 706: "NÑ", 707: "G", 715: "w", 728: "&", 730: "…", 732: "OÒÓÔÕÖØ", 742: "Q",
    780: "@", 828: "—", 843: "M", 865: "m", 872: "W",
}  # fmt: skip
_WIDTHS = {letter: width / 1000 for width, letters in _BY_WIDTH.items() for letter in letters}
_UNKNOWN = 0.72
MORE = "…"


def width_of(text: str, size: float) -> float:
    """How many units these words take at that type size."""
    return size * sum(_WIDTHS.get(letter, _UNKNOWN) for letter in text)


def wrapped(text: str, size: float, width: float, most: int) -> list[str]:
    """The words on at most `most` lines of that width; what does not fit ends in an ellipsis."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(longer, size) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    kept = lines[:most]
    if len(lines) > most and kept:
        kept[-1] = _shortened(f"{kept[-1]} {lines[most]}", size, width)
    return [line if width_of(line, size) <= width else _shortened(line, size, width) for line in kept]


def balanced(text: str, size: float, width: float, most: int) -> list[str]:
    """As `wrapped`, with lines as equal as their number allows."""
    lines = wrapped(text, size, width, most)
    if len(lines) < 2 or lines[-1].endswith(MORE):
        return lines
    narrow = width
    while narrow > 0.5 * width:
        narrow -= 0.05 * width
        tried = wrapped(text, size, narrow, most)
        if len(tried) > len(lines) or any(line.endswith(MORE) for line in tried):
            break
        lines = tried
    return lines


def widest(lines: Sequence[str], size: float) -> float:
    return max((width_of(line, size) for line in lines), default=0.0)


def _shortened(text: str, size: float, width: float) -> str:
    while text and width_of(text + MORE, size) > width:
        text = text[:-1]
    return text.rstrip() + MORE
