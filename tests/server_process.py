"""Starts the server that a suite talks to, on a free port, unless the environment names one that runs."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


class ServerProcess:
    """The program in WB_SERVER (else the release build's), with these options, listening at `url` until stop()."""

    def __init__(self, *options: str) -> None:
        program = os.environ.get("WB_SERVER", str(ROOT / "build/release/bin/winterbaume"))
        self.process = subprocess.Popen([program, "--port", "0", *options], stderr=subprocess.PIPE, text=True)
        self.url = self._wait_until_listening()

    def _wait_until_listening(self) -> str:
        said = []
        for line in self.process.stderr:
            said.append(line)
            found = re.search(r"listening on (https?://\S+)", line)
            if found:
                return found.group(1)
        raise RuntimeError(f"the server did not start: {''.join(said)}")

    def stop(self) -> None:
        """Asks it to stop, and fails where it does not end well: a crash in the last test shows here."""
        self.process.terminate()
        code = self.process.wait(timeout=40)
        rest = self.process.stderr.read()
        self.process.stderr.close()
        if code != 0:
            raise RuntimeError(f"the server ended with code {code}: {rest}")
