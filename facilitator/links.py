"""Addresses outside a request: where this installation is reached, and the links of a workshop.

A server writes the address that it listens on into its data folder, so that a command that runs beside it
prints links that work, whatever port was free.
"""

from __future__ import annotations

from contextlib import suppress
from ipaddress import ip_address
from pathlib import Path

from facilitator.settings import Settings
from sessions.models import Workshop

FILE = "address"


def listening(settings: Settings, host: str, port: int, *, scheme: str = "http") -> str:
    """The address that people type, for a server that listens there."""
    return settings.public_url.rstrip("/") or f"{scheme}://{typable_host(host)}:{port}"


def typable_host(host: str) -> str:
    """An address that a browser on this machine can open: `everything` is no place to go to."""
    try:
        address = ip_address(host)
    except ValueError:
        return host
    if address.is_unspecified:
        return "127.0.0.1"
    return f"[{host}]" if address.version == 6 else host


def note_address(data: Path, address: str) -> None:
    """Commands find the server of that data folder there."""
    partial = data / f"{FILE}.part"
    partial.write_text(address + "\n", encoding="utf-8")
    partial.replace(data / FILE)


def forget_address(data: Path, address: str) -> None:
    """The server has stopped; the address of another one that took its place stays."""
    with suppress(OSError):
        if noted_address(data) == address:
            (data / FILE).unlink()


def noted_address(data: Path) -> str | None:
    try:
        return (data / FILE).read_text(encoding="utf-8").strip() or None
    except (OSError, UnicodeDecodeError):
        return None


def base_address(settings: Settings) -> str:
    """The configured address, else that of the server that runs, else where it would listen."""
    known = settings.public_url.rstrip("/") or noted_address(settings.data)
    return known or listening(settings, settings.host, settings.port)


def of_workshop(settings: Settings, workshop: Workshop) -> dict[str, str]:
    """`join`, `wall` and `studio`: the addresses for phones, for the projector, for whoever leads."""
    base = base_address(settings)
    return {
        "join": f"{base}/j/{workshop.join_code}",
        "wall": f"{base}/wall/{workshop.wall_secret}",
        "studio": f"{base}/workshops/{workshop.id}/studio",
    }
