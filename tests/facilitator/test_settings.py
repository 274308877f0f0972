"""Configuration: where a value comes from, and one sentence for what cannot be."""

from __future__ import annotations

from pathlib import Path

import pytest

from facilitator.settings import Settings, load
from sessions.errors import NotReady


def test_the_command_line_wins_over_the_environment_and_that_over_the_file(tmp_path: Path) -> None:
    file = tmp_path / "lotusbloem.toml"
    file.write_text('port = 1000\nhost = "10.0.0.1"\nlanguage = "fr"\n')
    environment = {"LOTUSBLOEM_PORT": "2000", "LOTUSBLOEM_HOST": "127.0.0.2"}
    found = load(environment, file=file, port=3000)
    assert (found.port, found.host, found.language) == (3000, "127.0.0.2", "fr")


def test_without_anything_the_defaults_hold(tmp_path: Path) -> None:
    found = load({}, file=tmp_path / "none.toml")
    assert (found.host, found.port, found.behind_proxy) == ("127.0.0.1", 8000, False)


@pytest.mark.parametrize(
    ("environment", "says"),
    [
        ({"LOTUSBLOEM_PORT": "acht"}, "LOTUSBLOEM_PORT must be a number"),
        ({"LOTUSBLOEM_PORT": "70000"}, "from 0 to 65535"),
        ({"LOTUSBLOEM_PUBLIC_URL": "lotus.example"}, "must start with http"),
        ({"LOTUSBLOEM_LANGUAGE": "de"}, "must be one of nl"),
        ({"LOTUSBLOEM_LOG_LEVEL": "loud"}, "must be DEBUG"),
        ({"LOTUSBLOEM_BEHIND_PROXY": "maybe"}, "true or false"),
        ({"LOTUSBLOEM_SMTP_SECURITY": "ssl"}, "LOTUSBLOEM_SMTP_SECURITY must be starttls, tls or none"),
        ({"LOTUSBLOEM_SMTP_PORT": "0"}, "from 1 to 65535"),
        ({"LOTUSBLOEM_SMTP_HOST": "smtp.lotus.example"}, "LOTUSBLOEM_SMTP_FROM must be the sender"),
        ({"LOTUSBLOEM_SMTP_REPLY_TO": "ergens"}, "LOTUSBLOEM_SMTP_REPLY_TO must be an address"),
        (
            {
                "LOTUSBLOEM_SMTP_HOST": "smtp.lotus.example",
                "LOTUSBLOEM_SMTP_FROM": "Samen <samen@lotus.example>",
                "LOTUSBLOEM_SMTP_USER": "samen",
                "LOTUSBLOEM_SMTP_SECURITY": "none",
            },
            "would travel in the open",
        ),
        ({"LOTUSBLOEM_PROT": "8000"}, "LOTUSBLOEM_PROT is no setting"),
    ],
)
def test_what_cannot_be_is_one_sentence_that_names_the_setting(
    environment: dict[str, str], says: str, tmp_path: Path
) -> None:
    with pytest.raises(NotReady, match=says):
        load(environment, file=tmp_path / "none.toml")


@pytest.mark.parametrize(
    ("text", "says"),
    [("port = ", "is not valid TOML"), ("prot = 8000", "names 'prot'")],
)
def test_a_wrong_file_is_named(text: str, says: str, tmp_path: Path) -> None:
    file = tmp_path / "lotusbloem.toml"
    file.write_text(text)
    with pytest.raises(NotReady, match=says) as refusal:
        load({}, file=file)
    assert str(file) in str(refusal.value)


def test_https_makes_cookies_secure() -> None:
    assert Settings(public_url="https://lotus.example").secure
    assert not Settings(public_url="http://192.168.1.20:8000").secure
