"""The personal link of a member: 128 bits that only the installation and the member can make or know.

Nothing of it is stored. It is computed from the installation's secret, the member's number and a nonce, so
that every mail can hold it and a stolen database does not; another nonce ends it everywhere.
"""

from __future__ import annotations

import hmac
from base64 import b32encode
from hashlib import sha256

BITS = 128
LENGTH = 26
"""Characters of a secret: five bits each."""


def secret_of(installation: str, participant_id: int, nonce: str) -> str:
    """The secret that stands in the fragment of the link: 26 letters and digits, lower case.

    It is also what the member's browser keeps afterwards, as the secret of its participant.
    """
    if not nonce:
        raise ValueError("a link that was withdrawn has no secret")
    said = f"member:{participant_id}:{nonce}".encode()
    digest = hmac.new(installation.encode(), said, sha256).digest()
    return b32encode(digest[: BITS // 8]).decode().rstrip("=").lower()
