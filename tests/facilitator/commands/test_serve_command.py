"""`lotusbloem serve`: what it says when it starts, and when it cannot."""

from __future__ import annotations

import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import requests

SERVE = [sys.executable, "-m", "facilitator", "serve"]


def attempt(*options: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """A start that cannot succeed; returns when it has given up."""
    return subprocess.run(
        [*SERVE, *options],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@contextmanager
def serving(data: Path) -> Iterator[tuple[list[str], subprocess.Popen[str]]]:
    """The lines it says until it is open, and the process."""
    process = subprocess.Popen(
        [*SERVE, "--data", str(data), "--port", "0"], stdout=subprocess.PIPE, text=True
    )
    lines: list[str] = []
    try:
        assert process.stdout is not None
        for line in process.stdout:
            lines.append(line.rstrip())
            if "Ctrl-C" in line:
                break
        yield lines, process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)
        process.stdout.close()


def found(pattern: str, lines: list[str]) -> str:
    match = re.search(pattern, "\n".join(lines))
    assert match is not None, lines
    return match.group(1)


def test_an_empty_installation_prints_a_link_that_works_once(tmp_path: Path) -> None:
    with serving(tmp_path / "data") as (lines, _process):
        address, link = found(r"open at (\S+)", lines), found(r"(\S+/setup/\S+)", lines)
        assert requests.get(f"{address}/healthz", timeout=30).text == "ok\n"
        assert requests.get(f"{address}/readyz", timeout=30).text == "ready\n"
        browser = requests.Session()
        page = browser.get(link, timeout=30).text
        token = found(r'name="csrf-token" content="([^"]+)"', page.splitlines())
        form = {
            "csrf_token": token,
            "organisation": "Samen",
            "name": "Hilde",
            "email": "hilde@lotus.example",
            "password": "een lang wachtwoord",
        }
        made = browser.post(link, data=form, timeout=30, headers={"Referer": link})
        assert made.status_code == 200 and made.url.rstrip("/") == address
        assert requests.get(link, timeout=30).status_code == 404
    with serving(tmp_path / "data") as (lines, _process):
        assert "setup" not in "\n".join(lines)


def test_the_data_is_private_to_whoever_runs_it(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with serving(data):
        assert data.stat().st_mode & 0o077 == 0
        assert (data / "secret.key").stat().st_mode & 0o077 == 0


def test_it_stops_on_a_signal_with_exit_code_0(tmp_path: Path) -> None:
    with serving(tmp_path / "data") as (_lines, process):
        pass
    assert process.returncode == 0


def sentence(attempted: subprocess.CompletedProcess[str], *, code: int = 3) -> str:
    """The one sentence on stderr; no traceback, nothing on stdout."""
    assert attempted.returncode == code, attempted.stderr
    assert attempted.stdout == ""
    assert "Traceback" not in attempted.stderr
    assert len(attempted.stderr.strip().splitlines()) == 1, attempted.stderr
    return attempted.stderr


def test_a_wrong_setting_is_one_sentence(tmp_path: Path) -> None:
    said = sentence(attempt("--data", str(tmp_path), LOTUSBLOEM_PORT="acht"))
    assert "LOTUSBLOEM_PORT must be a number" in said


def test_a_taken_port_is_one_sentence(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        said = sentence(attempt("--data", str(tmp_path / "data"), "--port", port))
    assert port in said and "--port" in said


def test_a_data_folder_that_cannot_be_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    said = sentence(attempt("--data", str(tmp_path / "file" / "data"), "--port", "0"))
    assert "LOTUSBLOEM_DATA" in said


def test_a_database_of_a_newer_version_is_one_sentence(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with serving(data):
        pass
    with sqlite3.connect(data / "lotusbloem.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    assert "newer version" in sentence(attempt("--data", str(data), "--port", "0"))


def test_half_a_certificate_is_a_wrong_command_line(tmp_path: Path) -> None:
    attempted = attempt("--data", str(tmp_path), "--cert", "x.pem")
    assert attempted.returncode == 2
    assert "go together" in attempted.stderr
