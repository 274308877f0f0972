"""How much an archive may hold before it is refused unread. A hall of 300 stays a hundred times below."""

from __future__ import annotations

MOST_FILE_BYTES = 64 * 1024 * 1024
MOST_UNPACKED_BYTES = 192 * 1024 * 1024
MOST_DIRECTORY_BYTES = 64 * 1024
"""Of the list of files at the end of a zip: read as a whole, before anything else is known."""
MOST_RATIO = 200
"""How many times larger a file may become."""
MOST_ROWS = 1_000_000
DEEPEST_JSON = 24
LONGEST_TEXT = 1_000_000
LARGEST_NUMBER = 2**63 - 1
