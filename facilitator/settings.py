"""The configuration: environment variables `LOTUSBLOEM_*`, over `lotusbloem.toml`, over the defaults."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from email.utils import parseaddr
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from sessions.errors import NotReady
from sessions.text import as_address
from sessions.words import LANGUAGES

PREFIX = "LOTUSBLOEM_"
FILE = "lotusbloem.toml"
SECURITIES = ("starttls", "tls", "none")


def _setting(default: Any, meaning: str) -> Any:
    return field(default=default, metadata={"meaning": meaning})


def default_data() -> Path:
    """The user's own folder for application data."""
    base = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(base) / "lotusbloem"


@dataclass(frozen=True)
class Settings:
    """Every setting; the name of its variable is the field's name in capitals after `LOTUSBLOEM_`."""

    data: Path = field(
        default_factory=default_data,
        metadata={"meaning": "Folder of the database, the secret key and the backups."},
    )
    host: str = _setting("127.0.0.1", "Address to listen on; 0.0.0.0 lets phones on the same network in.")
    port: int = _setting(8000, "Port to listen on.")
    public_url: str = _setting("", "Address that people type, such as https://lotus.example; empty: guessed.")
    language: str = _setting("nl", "Language of the interface until somebody chooses: nl, fr or en.")
    behind_proxy: bool = _setting(False, "True when a proxy of yours sets the X-Forwarded headers.")
    log_level: str = _setting("INFO", "DEBUG, INFO, WARNING or ERROR.")
    smtp_host: str = _setting("", "Server that takes our mail; empty: no mail, links are handed out.")
    smtp_port: int = _setting(587, "Port of that server: often 587 with starttls, 465 with tls.")
    smtp_security: str = _setting("starttls", "How the connection is kept private: starttls, tls or none.")
    smtp_user: str = _setting("", "Account on that server; empty: none is asked for.")
    smtp_password: str = _setting("", "Password of that account.")
    smtp_from: str = _setting("", "Sender, such as Samen <samen@lotus.example>; needed for mail.")
    smtp_reply_to: str = _setting("", "Address that answers go to; empty: the sender.")

    @property
    def database(self) -> Path:
        return self.data / "lotusbloem.db"

    @property
    def has_mail(self) -> bool:
        """Whether mail can be sent."""
        return bool(self.smtp_host)

    @property
    def secure(self) -> bool:
        """Whether people reach the installation over HTTPS, as far as the configuration says."""
        return urlsplit(self.public_url).scheme == "https"


def variable(name: str) -> str:
    return PREFIX + name.upper()


def load(environment: Mapping[str, str] | None = None, *, file: Path | None = None, **given: Any) -> Settings:
    """The settings; `given` (from the command line) win where they are not None.

    Raises: NotReady with one sentence that says what to change.
    """
    environment = os.environ if environment is None else environment
    values: dict[str, Any] = {}
    path = file or Path(environment.get(PREFIX + "CONFIG") or FILE)
    if path.is_file():
        values |= _from_file(path)
    names = {each.name for each in fields(Settings)}
    for name, text in environment.items():
        if name.startswith(PREFIX) and name != PREFIX + "CONFIG":
            key = name.removeprefix(PREFIX).lower()
            if key not in names:
                raise NotReady(
                    f"{name} is no setting of Lotusbloem; `lotusbloem doctor` lists them. Remove it."
                )
            values[key] = text
    values |= {key: value for key, value in given.items() if value is not None}
    return _checked({key: _typed(key, value) for key, value in values.items()})


def _from_file(path: Path) -> dict[str, Any]:
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise NotReady(f"{path} is not valid TOML: {problem}. Correct that line.") from problem
    unknown = sorted(found.keys() - {each.name for each in fields(Settings)})
    if unknown:
        raise NotReady(f"{path} names {unknown[0]!r}, which is no setting of Lotusbloem. Remove that line.")
    return found


def _typed(key: str, value: Any) -> Any:
    kind = next(each.type for each in fields(Settings) if each.name == key)
    if kind == "Path":
        return Path(str(value)).expanduser().resolve()
    if kind == "int":
        if not str(value).strip().isdigit():
            raise NotReady(
                f"{variable(key)} must be a number, not {value!r}. Change it to, for example, 8000."
            )
        return int(value)
    if kind == "bool":
        if str(value).lower() not in ("true", "false", "1", "0", "yes", "no", ""):
            raise NotReady(f"{variable(key)} must be true or false, not {value!r}.")
        return str(value).lower() in ("true", "1", "yes")
    return str(value)


def _checked(values: dict[str, Any]) -> Settings:
    settings = Settings(**values)
    url = urlsplit(settings.public_url)
    if settings.public_url and (url.scheme not in ("http", "https") or not url.netloc):
        raise NotReady(
            f"{variable('public_url')} must start with http:// or https://, not {settings.public_url!r}."
        )
    if not 0 <= settings.port <= 65535:
        raise NotReady(f"{variable('port')} must be from 0 to 65535, not {settings.port}.")
    if settings.language not in LANGUAGES:
        raise NotReady(f"{variable('language')} must be one of {', '.join(LANGUAGES)}.")
    _check_mail(settings)
    if settings.log_level not in ("DEBUG", "INFO", "WARNING", "ERROR"):
        raise NotReady(f"{variable('log_level')} must be DEBUG, INFO, WARNING or ERROR.")
    return settings


def _check_mail(settings: Settings) -> None:
    if settings.smtp_security not in SECURITIES:
        raise NotReady(f"{variable('smtp_security')} must be {', '.join(SECURITIES[:-1])} or none.")
    if not 1 <= settings.smtp_port <= 65535:
        raise NotReady(f"{variable('smtp_port')} must be from 1 to 65535, not {settings.smtp_port}.")
    if settings.smtp_host and not is_mailbox(settings.smtp_from):
        raise NotReady(
            f"{variable('smtp_from')} must be the sender of mail, such as Samen <samen@lotus.example>."
        )
    if settings.smtp_reply_to and not is_mailbox(settings.smtp_reply_to):
        raise NotReady(f"{variable('smtp_reply_to')} must be an address, such as samen@lotus.example.")
    if settings.smtp_user and settings.smtp_security == "none" and not _is_this_machine(settings.smtp_host):
        raise NotReady(
            f"{variable('smtp_security')} is none, so the password of {variable('smtp_user')} would travel "
            "in the open. Set it to starttls or tls."
        )


def is_mailbox(text: str) -> bool:
    """Whether that is one address, with or without a name before it."""
    name, address = parseaddr(text)
    return as_address(address) not in ("", None) and "\n" not in name


def _is_this_machine(host: str) -> bool:
    return host in ("localhost", "127.0.0.1", "::1")
