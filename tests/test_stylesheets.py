"""Rules of the stylesheets that no other rule may undo."""

from __future__ import annotations

import re
from pathlib import Path

STYLES = Path(__file__).parents[1] / "static" / "css"


def test_what_stands_in_for_a_script_never_stands_beside_it() -> None:
    """A page may lay out the class of such a link later and more precisely, and would show both."""
    base = (STYLES / "base.css").read_text(encoding="utf-8")
    rule = re.search(r"^\.js \.no-script \{([^}]*)\}", base, re.MULTILINE)
    assert rule is not None
    assert "display: none !important" in rule[1]
