"""Who the clients are, and where they are built."""

from __future__ import annotations

from pathlib import Path

CACHE = Path(__file__).resolve().parents[3] / ".deps/clients"
ACCESS_KEY, SECRET_KEY = "123456789012", "secret"


def contents(folder):
    """What is in a folder: the bytes of each file by its path."""
    return {str(file.relative_to(folder)): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()}
