"""What a start makes in an empty data folder, also when several processes start at once."""

from __future__ import annotations

import secrets
import stat
from pathlib import Path

import pytest

from facilitator import house


def test_processes_that_start_at_once_share_one_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another one starts while this one is half-way with its key."""
    others: list[str] = []
    plain = secrets.token_urlsafe

    def meanwhile(size: int) -> str:
        monkeypatch.setattr(secrets, "token_urlsafe", plain)
        others.append(house._secret_key(tmp_path))
        return plain(size)

    monkeypatch.setattr(secrets, "token_urlsafe", meanwhile)
    key = house._secret_key(tmp_path)
    assert len(key) > 40 and others == [key]
    assert house._secret_key(tmp_path) == key
    assert [path.name for path in tmp_path.iterdir()] == ["secret.key"]
    assert stat.S_IMODE((tmp_path / "secret.key").stat().st_mode) == 0o600


def test_a_disk_without_second_names_has_a_key_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def none(*_names: object) -> None:
        raise PermissionError("no links here")

    monkeypatch.setattr(house.os, "link", none)
    key = house._secret_key(tmp_path)
    assert len(key) > 40 and house._secret_key(tmp_path) == key
    assert [path.name for path in tmp_path.iterdir()] == ["secret.key"]
