"""`lotusbloem doctor`: what is fine, what is wrong, and every setting in step with its documentation."""

from __future__ import annotations

import os
import re
import threading
from dataclasses import fields, replace
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import MagicMock

import pytest
from werkzeug.serving import make_server

from facilitator import doctor, links
from facilitator.settings import Settings, default_data, variable

DOCUMENT = Path(__file__).parents[3] / "docs" / "configuration.md"


@pytest.fixture
def any_machine(monkeypatch) -> None:
    """Any free port, and room on the disk: what this machine has of both is not examined."""
    monkeypatch.setenv("LOTUSBLOEM_PORT", "0")
    monkeypatch.setattr(doctor.shutil, "disk_usage", lambda _path: SimpleNamespace(free=doctor.TIGHT_BYTES))


@pytest.fixture
def examined(lotusbloem, any_machine):
    """`lotusbloem doctor --json`: the exit code, and the checks by name."""

    def call(data: Path):
        said = lotusbloem("doctor", "--json", "--data", data)
        return said.code, {check["name"]: check for check in said.json["checks"]}, said.json

    return call


def test_a_sound_installation_is_fine(examined, house):
    code, checks, told = examined(house.settings.data)
    assert code == 0 and told["ok"] is True
    wanted = ["configuration", "python", "sqlite", "clustering", "data", "secret", "database", "disk", "port"]
    assert {name: checks[name]["state"] for name in wanted} == dict.fromkeys(wanted, "fine")
    assert all(check["sentence"][0].isupper() and " " in check["sentence"] for check in told["checks"])


def test_a_machine_without_installation_is_fine_and_stays_empty(examined, tmp_path):
    code, checks, _ = examined(tmp_path / "data")
    assert code == 0 and "serve makes it" in checks["data"]["sentence"]
    assert not (tmp_path / "data").exists()


def test_a_secret_that_others_can_read_is_wrong(examined, house):
    (house.settings.data / "secret.key").chmod(0o640)
    code, checks, told = examined(house.settings.data)
    assert (code, told["ok"], checks["secret"]["state"]) == (1, False, "wrong")
    assert "chmod 600" in checks["secret"]["sentence"]


def test_an_open_data_folder_is_a_hint(examined, house):
    house.settings.data.chmod(0o755)
    code, checks, _ = examined(house.settings.data)
    assert code == 0 and checks["data"]["state"] == "warning"


def test_a_damaged_database_is_wrong(examined, house):
    house.close()
    path = house.settings.database
    content = bytearray(path.read_bytes())
    content[4096:] = os.urandom(len(content) - 4096)
    path.write_bytes(content)
    code, checks, _ = examined(house.settings.data)
    assert code == 1 and checks["database"]["state"] == "wrong"


def test_a_database_of_a_newer_version_is_wrong(examined, house):
    with house.store.writing.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999_future'")
    code, checks, _ = examined(house.settings.data)
    assert (code, checks["database"]["state"]) == (1, "wrong")
    assert "newer version" in checks["database"]["sentence"]


def test_a_port_that_nobody_has_is_free(house, monkeypatch):
    # Whether one is free for certain, the machine does not tell: here every address can be taken.
    monkeypatch.setattr(doctor.socket, "socket", lambda *_kind: MagicMock())
    check = doctor._port(replace(house.settings, port=8000))
    assert (check.state, check.sentence) == ("fine", "Port 8000 on 127.0.0.1 is free.")


@pytest.mark.parametrize(
    ("free", "state"),
    [(doctor.TIGHT_BYTES, "fine"), (doctor.TIGHT_BYTES - 1, "warning"), (doctor.FULL_BYTES - 1, "wrong")],
)
def test_a_disk_that_is_nearly_full_is_said(examined, house, monkeypatch, free, state):
    monkeypatch.setattr(doctor.shutil, "disk_usage", lambda _path: SimpleNamespace(free=free))
    assert examined(house.settings.data)[1]["disk"]["state"] == state


def test_a_taken_port_is_wrong_unless_it_is_our_own_server(examined, house, app, monkeypatch):
    server = make_server("127.0.0.1", 0, app, threaded=True)
    monkeypatch.setenv("LOTUSBLOEM_PORT", str(server.server_port))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        code, checks, _ = examined(house.settings.data)
        assert code == 1 and checks["port"]["state"] == "wrong"
        links.note_address(house.settings.data, f"http://127.0.0.1:{server.server_port}")
        code, checks, _ = examined(house.settings.data)
        assert code == 0 and "is running" in checks["port"]["sentence"]
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_a_wrong_configuration_is_said_and_the_rest_still_examined(lotusbloem, monkeypatch):
    monkeypatch.setenv("LOTUSBLOEM_PORT", "veel")
    said = lotusbloem("doctor", "--json")
    checks = {check["name"]: check for check in said.json["checks"]}
    assert said.code == 1
    assert "LOTUSBLOEM_PORT must be a number" in checks["configuration"]["sentence"]
    assert checks["python"]["state"] == "fine"


def test_every_setting_says_where_its_value_comes_from(lotusbloem, monkeypatch, tmp_path):
    (tmp_path / "lotusbloem.toml").write_text('language = "fr"\nport = 0\n', encoding="utf-8")
    monkeypatch.setenv("LOTUSBLOEM_PUBLIC_URL", "https://beheer:geheim@lotus.example")
    said = lotusbloem("doctor", "--json", "--data", tmp_path / "data")
    told = {each["name"]: each for each in said.json["settings"]}
    assert (told["language"]["value"], told["language"]["source"]) == ("fr", "lotusbloem.toml")
    assert told["public_url"]["source"] == "environment variable LOTUSBLOEM_PUBLIC_URL"
    assert told["data"]["source"] == "command line" and told["host"]["source"] == "default"
    assert "geheim" not in said.out


def test_secrets_are_not_shown():
    assert doctor.masked("mail_password", "hunter2") == "(set, not shown)"
    assert doctor.masked("mail_password", "") == ""
    assert doctor.masked("public_url", "https://lotus.example") == "https://lotus.example"


def test_in_words_it_says_the_same(lotusbloem, house, any_machine):
    said = lotusbloem("doctor", "--data", house.settings.data)
    assert said.code == 0 and "Nothing is wrong." in said.out
    for each in fields(Settings):
        assert variable(each.name) in said.out


def test_settings_doctor_and_document_are_in_step(lotusbloem, house, any_machine):
    rows = re.findall(r"^\| `(\w+)` \| `(\w+)` \| (.+?) \| (.+?) \|$", DOCUMENT.read_text("utf-8"), re.M)
    documented = {name: (names, default.strip("`"), meaning) for name, names, default, meaning in rows}
    described = {}
    for each in fields(Settings):
        default = default_data() if each.name == "data" else each.default
        text = str(default).lower() if isinstance(default, bool) else str(default)
        text = text.replace(str(Path.home()), "~") or "(empty)"
        described[each.name] = (variable(each.name), text, each.metadata["meaning"])
    assert documented == described
    told = lotusbloem("doctor", "--json", "--data", house.settings.data).json["settings"]
    assert [(each["name"], each["meaning"]) for each in told] == [
        (each.name, each.metadata["meaning"]) for each in fields(Settings)
    ]
