"""The wheel: installed elsewhere it has everything it needs, and serves from any folder."""

from __future__ import annotations

import json
import os
import re
import signal
import site
import subprocess
import sys
import sysconfig
import venv
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

ROOT = Path(__file__).parents[1]
pytestmark = pytest.mark.slow


def run(*command: object, **options: object) -> str:
    done = subprocess.run(
        [str(word) for word in command], capture_output=True, text=True, timeout=300, check=False, **options
    )
    assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT)
    (made,) = folder.glob("lotusbloem-*.whl")
    return made


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command `lotusbloem` of a fresh environment: the wheel, and the packages that are here already."""
    folder = tmp_path_factory.mktemp("elsewhere")
    home = folder / "venv"
    venv.create(home, with_pip=False)
    paths = {"base": str(home), "platbase": str(home)}
    packages = Path(sysconfig.get_path("purelib", "venv", vars=paths))
    # Our own checkout must stay out of sight: it is found through a .pth file of the editable install,
    # and .pth files are read in the folder of an environment only, not in folders that a .pth adds.
    here = [each for each in site.getsitepackages() if Path(each).is_dir()]
    (packages / "beside.pth").write_text("\n".join(here) + "\n", encoding="utf-8")
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", home / "bin" / "python")
    run(*pip, "install", "-q", "--no-deps", "--no-index", "--force-reinstall", wheel)
    return home / "bin" / "lotusbloem"


@pytest.fixture
def elsewhere(tmp_path: Path) -> dict[str, object]:
    """A folder that is not the checkout, and nothing of it in the environment."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "LOTUSBLOEM_"))
    }
    return {"cwd": tmp_path, "env": kept | {"LOTUSBLOEM_DATA": str(tmp_path / "data")}}


def files(folder: str) -> set[str]:
    found = run("git", "-C", ROOT, "ls-files", folder).split("\n")
    return {name for name in found if name}


def test_everything_that_is_needed_is_inside(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for folder in ("sessions", "facilitator"):
        assert files(folder) - names == set()
    for folder in ("templates", "static"):
        assert {f"facilitator/{name}" for name in files(folder)} - names == set()
    assert any(re.search(r"migrations/versions/0001_.+\.py$", name) for name in names)
    assert "sessions/scripts/startmoment.toml" in names
    assert not [name for name in names if name.startswith(("tests/", "docs/", "bench/"))]


def test_it_runs_from_what_was_installed(installed: Path, elsewhere: dict[str, object]) -> None:
    python = installed.with_name("python")
    where = run(python, "-c", "import sessions, facilitator; print(facilitator.__file__)", **elsewhere)
    assert str(installed.parents[1]) in where and str(ROOT / "facilitator") not in where
    told = json.loads(run(installed, "doctor", "--json", **elsewhere))
    states = {check["name"]: check["state"] for check in told["checks"]}
    assert states["database"] == states["clustering"] == "fine"
    made = json.loads(
        run(
            installed,
            "workshop",
            "create",
            "--script",
            "startmoment",
            "--title",
            "Proef",
            "--json",
            **elsewhere,
        )
    )
    assert made["workshop"] == 1


@pytest.fixture
def served(installed: Path, elsewhere: dict[str, object]) -> Iterator[tuple[str, Path]]:
    """The address at which the installed wheel serves, and its data folder."""
    process = subprocess.Popen(
        [installed, "serve", "--port", "0"],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        **elsewhere,
    )
    assert process.stdout is not None
    said = ""
    for line in process.stdout:
        said += line
        if "Ctrl-C" in line:
            break
    try:
        found = re.search(r"open at (\S+)", said)
        assert found is not None, said
        yield found.group(1), Path(elsewhere["env"]["LOTUSBLOEM_DATA"])
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=60)
        process.stdout.close()
    assert process.returncode == 0
    assert not (Path(elsewhere["env"]["LOTUSBLOEM_DATA"]) / "address").exists(), (
        "a stopped server has no address"
    )


def test_the_first_page_is_served_from_another_folder(served: tuple[str, Path]) -> None:
    address, data = served
    assert (data / "address").read_text(encoding="utf-8").strip() == address
    page = requests.get(address, timeout=30)
    assert page.status_code == 200 and "Lotusbloem" in page.text
    style = re.search(r'href="(/static/[^"]+/base\.css)"', page.text)
    assert style is not None
    sheet = requests.get(address + style.group(1), timeout=30)
    assert sheet.status_code == 200 and "--ink" in sheet.text
    assert requests.get(f"{address}/readyz", timeout=30).text == "ready\n"
