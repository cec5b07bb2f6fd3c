"""The installed package serves a project of its own: headers, libraries and CMake targets, never the source tree."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def prefix(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("prefix")
    subprocess.run(["cmake", "--install", str(ROOT / "build/release"), "--prefix", str(folder)], check=True, capture_output=True)
    return folder


def test_the_server_is_installed(prefix: Path) -> None:
    version = subprocess.run([prefix / "bin/winterbaume", "--version"], capture_output=True, text=True, check=True)
    assert "winterbaume" in version.stdout


def test_a_consumer_builds_and_runs(prefix: Path, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    source = tmp_path / "examples/consumer"
    environment = {key: value for key, value in os.environ.items() if key != "CPATH"}
    configure = ["cmake", "-S", source, "-B", source / "build", "-G", "Ninja", f"-DCMAKE_PREFIX_PATH={prefix}",
                 "-DCMAKE_CXX_COMPILER=clang++-19", "-DCMAKE_BUILD_TYPE=Debug"]
    subprocess.run([str(part) for part in configure], check=True, env=environment)
    subprocess.run(["cmake", "--build", str(source / "build")], check=True, env=environment)
    output = subprocess.run([source / "build/consumer"], capture_output=True, text=True, check=True).stdout
    assert "CreateQueue: 200" in output
    assert "SendMessage: 200" in output
    assert '"Body":"hello"' in output
