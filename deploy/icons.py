"""Build static/icons/sprite.svg from an unpacked lucide-static package.

    npm pack lucide-static && tar xzf lucide-static-*.tgz
    python deploy/icons.py package/icons

The names to take stand in static/icons/names.txt. Only those icons are shipped: a phone loads the
whole sprite once, so every icon that nobody uses is paid for by everybody.
"""

import re
import sys
from pathlib import Path

ICONS = Path(__file__).parent.parent / "static" / "icons"


def symbol(name: str, source: str) -> str:
    """The drawing of one Lucide file as a <symbol>; stroke and size come from the .i class."""
    drawing = source[source.index(">", source.index("<svg")) + 1 : source.rindex("</svg>")]
    shapes = re.sub(r"\s*/>", "/>", re.sub(r"\s*\n\s*", "", drawing))
    return f'<symbol id="{name}" viewBox="0 0 24 24">{shapes}</symbol>'


def sprite(folder: Path) -> str:
    """All symbols of names.txt, in its order, in one document."""
    names = (ICONS / "names.txt").read_text(encoding="utf-8").split()
    symbols = [symbol(name, (folder / f"{name}.svg").read_text(encoding="utf-8")) for name in names]
    note = "<!-- Lucide, ISC licence: LICENSE-lucide.txt. Made by deploy/icons.py. -->"
    return '<svg xmlns="http://www.w3.org/2000/svg">' + note + "\n" + "\n".join(symbols) + "\n</svg>\n"


if __name__ == "__main__":
    (ICONS / "sprite.svg").write_text(sprite(Path(sys.argv[1])), encoding="utf-8")
