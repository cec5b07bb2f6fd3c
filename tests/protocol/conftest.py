"""A running server for the raw-socket tests: the one that WB_ENDPOINT names, else one of our own."""

from __future__ import annotations

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from server_process import ServerProcess  # noqa: E402


def pytest_configure(config):
    config.server = None
    if "WB_ENDPOINT" not in os.environ:
        config.server = ServerProcess()
        os.environ["WB_ENDPOINT"] = config.server.url


def pytest_unconfigure(config):
    if config.server:
        config.server.stop()
