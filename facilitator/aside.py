"""Pages that take long to draw, drawn in a native thread: the loop of the hall goes on meanwhile.

Python runs one thread at a time, so what is drawn aside takes no less processor; but it lets go every few
milliseconds, and whoever waits for an acknowledgement waits for those and not for the whole page.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from flask import copy_current_request_context

from facilitator.database import house

Given = ParamSpec("Given")
Value = TypeVar("Value")

# One after the other: two at once would take the loop's turns twice as often.
drawing = ThreadPoolExecutor(max_workers=1, thread_name_prefix="aside")


def aside(work: Callable[Given, Value], *given: Given.args, **named: Given.kwargs) -> Value:
    """What `work` answers, within this request but with a `reading()` of its own. It may neither write nor
    wait for another greenlet: both belong to the loop. Raises: what `work` raises."""
    answer: Value = house().wait(drawing.submit(copy_current_request_context(work), *given, **named))
    return answer
