"""The house rules that a compiler does not check: who may include whom, and what a file may hold.

ARCHITECTURE.md explains the rooms. Run by ./dev lint; tested by tools/test_tidy.py.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Iterator

ROOT = Path(__file__).resolve().parents[1]

# room → rooms whose headers its files may include. "services/x" stands for each service apart.
MAY_INCLUDE = {
    "core": set(),
    "storage": {"core"},
    "http": {"core"},
    "aws": {"core", "http"},
    "services": {"core", "storage", "http", "aws", "generated"},
    "engines": {"core", "storage", "services"},
    "emulator": {"core", "storage", "http", "aws", "services", "generated"},
    "server": {"core", "storage", "http", "aws", "services", "generated", "emulator", "engines"},
}
# The headers of http that a service may see: bodies and messages, never a socket.
# A service's folder and the model that it speaks beside its own.
MODELS_BESIDE = {"dynamodb": {"dynamodbstreams"}}
SERVICE_HTTP = {"http/body.h", "http/headers.h", "http/request.h", "http/response.h"}
LINES_MAX = 500
INCLUDE = re.compile(r'^\s*#\s*include\s+"([^"]+)"')
# Nobody but these reads the machine's clock or sleeps.
CLOCK = re.compile(r"\b(system_clock::now|gettimeofday|std::time\(|sleep_for|usleep|nanosleep)\b")
CLOCK_READERS = {"src/core/clock.cc"}
SPAWN = re.compile(r"\bdetached\b")
SPAWNERS = ("src/server/", "src/http/", "src/emulator/")
NAMES = re.compile(r"(_utils?|_helpers?|_misc|_part\d+)\.(h|cc|py)$")
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")


def room_of(path: str) -> tuple[str, str]:
    """("services", "sqs") for services/sqs/...; ("core", "") for core/..."""
    parts = path.split("/")
    if parts[0] in ("services", "engines", "generated") and len(parts) > 1:
        return parts[0], parts[1]
    return parts[0], ""


def check_include(source: str, included: str) -> str | None:
    """Both paths are relative to src/. Says what is wrong, or nothing."""
    if "/" not in included:
        return None
    room, name = room_of(source)
    other, other_name = room_of(included)
    if other not in MAY_INCLUDE and other != "generated":
        return None
    is_test = source.endswith("_test.cc") or "/testing/" in source
    if room == other and name == other_name:
        return None
    if is_test and room == "aws" and other == "generated":
        return None  # the codecs are tested on the real services' shapes
    if room == "services" and other == "services":
        return f"a service may not include another service ({included})"
    if room == "services" and other == "http" and included not in SERVICE_HTTP:
        return f"a service sees http's messages only, not {included}"
    if room == "services" and other == "generated" and other_name not in {name, *MODELS_BESIDE.get(name, ())}:
        return f"a service uses its own model only, not {included}"
    if other not in MAY_INCLUDE.get(room, set()):
        return f"{room}/ may not include {included}"
    return None


def check_text(path: str, text: str) -> Iterator[str]:
    """`path` is relative to the project."""
    lines = text.splitlines()
    if len(lines) > LINES_MAX:
        yield f"{path}: {len(lines)} lines; past {LINES_MAX} a noun in it wants a file of its own"
    for number, line in enumerate(lines, 1):
        if path.startswith("src/"):
            if match := INCLUDE.match(line):
                if wrong := check_include(path.removeprefix("src/"), match.group(1)):
                    yield f"{path}:{number}: {wrong}"
            if path not in CLOCK_READERS and CLOCK.search(line):
                yield f"{path}:{number}: time comes from the injected Clock"
            if SPAWN.search(line) and not path.startswith(SPAWNERS) and not path.endswith("_test.cc") and "/testing/" not in path:
                yield f"{path}:{number}: only server/, http/ and emulator/ start detached work"
        if UNFINISHED.search(line) and path != "tools/tidy.py" and not path.endswith("test_tidy.py"):
            yield f"{path}:{number}: an unfinished spot is an issue or a sentence, not a mark"
        if path.endswith((".h", ".cc", ".py", ".sh")) and line != line.rstrip():
            yield f"{path}:{number}: trailing blank"


def check_file(path: str, text: str) -> Iterator[str]:
    if NAMES.search(path):
        yield f"{path}: a file is named for what it holds"
    if path.startswith("src/") and path.endswith(".h") and "#pragma once" not in text:
        yield f"{path}: no #pragma once"
    yield from check_text(path, text)


def files() -> Iterator[Path]:
    for folder in ("src", "tests", "bench", "examples", "codegen", "tools"):
        for pattern in ("*.h", "*.cc", "*.py", "*.sh"):
            yield from sorted((ROOT / folder).rglob(pattern))


def main() -> int:
    wrong = [
        problem
        for file in files()
        if "__pycache__" not in file.parts
        for problem in check_file(str(file.relative_to(ROOT)), file.read_text())
    ]
    print("\n".join(wrong) if wrong else "tidy: every file is in its room")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
