#!/usr/bin/env python3
"""Turns models/<service>.json into C++: structs, their schemas, operations and errors. Run by the build (cmake/Codegen.cmake).

    generate.py MODEL OVERLAY OUT_DIR NAME

A file whose text does not change is not written, so that nothing is rebuilt for it.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from cpp_model import Model  # noqa: E402
from cpp_operations import errors_header, operations_header, service_source  # noqa: E402
from cpp_types import types_header, types_source  # noqa: E402


def merge(base: dict, extra: dict) -> dict:
    """`base` with `extra` laid over it, objects member by member."""
    result = dict(base)
    for key, value in extra.items():
        result[key] = merge(result[key], value) if isinstance(value, dict) and isinstance(result.get(key), dict) else value
    return result


def write_if_changed(path: Path, text: str) -> None:
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")


def generate(model_path: Path, overlay_path: Path, name: str) -> dict[str, str]:
    """The generated files of a service, by name."""
    document = json.loads(model_path.read_text(encoding="utf-8"))
    if overlay_path.exists():
        document = merge(document, json.loads(overlay_path.read_text(encoding="utf-8")))
    model = Model(name, document)
    return {
        "types.h": types_header(model),
        "types.cc": types_source(model),
        "operations.h": operations_header(model),
        "errors.h": errors_header(model),
        "service.cc": service_source(model),
    }


def main() -> None:
    if len(sys.argv) != 5:
        raise SystemExit(__doc__)
    model_path, overlay_path, out = Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3])
    out.mkdir(parents=True, exist_ok=True)
    for file_name, text in generate(model_path, overlay_path, sys.argv[4]).items():
        write_if_changed(out / file_name, text)


if __name__ == "__main__":
    main()
