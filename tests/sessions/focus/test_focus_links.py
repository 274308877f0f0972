"""A personal link is 128 bits, differs for everybody, and ends with its nonce."""

from __future__ import annotations

import pytest

from sessions.focus import links


def test_a_link_has_128_bits_and_fits_an_address() -> None:
    secret = links.secret_of("installation", 7, "nonce")
    assert len(secret) == 26 and secret.isalnum() and secret == secret.lower()


def test_another_person_nonce_or_installation_has_another_link() -> None:
    one = links.secret_of("installation", 7, "nonce")
    others = [
        links.secret_of("installation", 8, "nonce"),
        links.secret_of("installation", 7, "other"),
        links.secret_of("elsewhere", 7, "nonce"),
    ]
    assert one not in others and len(set(others)) == 3
    assert links.secret_of("installation", 7, "nonce") == one


def test_a_withdrawn_link_has_no_secret() -> None:
    with pytest.raises(ValueError):
        links.secret_of("installation", 7, "")
