"""The refusals of the domain, drawn as a tree. The web translates them once, in `facilitator/refusals.py`.

Refused
|-- Missing          there is no such thing, or the caller may not know that there is
|-- Forbidden        the caller is known and may not do this
|-- Closed           the step or the workshop does not take this now
|-- Invalid          the answer does not pass its form; `errors` says what, field by field
|-- Conflict         somebody was faster; nothing was changed
|-- Busy             too much work in flight; try again after `retry_after` seconds
`-- NotReady         the installation cannot do this yet (wrong configuration, newer database)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence


class Refused(Exception):
    """A request that the domain answers with *no*; `code` is stable, for machines."""

    code = "refused"

    def __init__(self, message: str = "") -> None:
        super().__init__(message or self.code)


class Missing(Refused):
    code = "missing"


class Forbidden(Refused):
    code = "forbidden"


class Closed(Refused):
    code = "closed"


class Invalid(Refused):
    """`errors` maps a field's name to the sentences that stand next to that field."""

    code = "invalid"

    def __init__(self, errors: Mapping[str, Sequence[str]], message: str = "") -> None:
        super().__init__(message or "; ".join(f"{name}: {' '.join(said)}" for name, said in errors.items()))
        self.errors = {name: list(said) for name, said in errors.items()}


class Conflict(Refused):
    code = "conflict"


class Busy(Refused):
    code = "busy"

    def __init__(self, retry_after: int = 1) -> None:
        super().__init__("busy")
        self.retry_after = retry_after


class NotReady(Refused):
    code = "not-ready"
