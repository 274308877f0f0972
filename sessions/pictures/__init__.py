"""Pictures as pure functions from values to SVG text: the system model and the tree.

No database, no files but the typefaces, no clock. A picture is drawn twice from the same lines: *live* for a
page, whose style sheet gives the colours, and *fixed* for a file, with the colours of the wall written out.
"""

from sessions.pictures.paint import FIXED, LIVE, Paint
from sessions.pictures.png import as_png
from sessions.pictures.svg import as_file

__all__ = ["FIXED", "LIVE", "Paint", "as_file", "as_png"]
