"""Runs the test suites that ./dev test names and ends with one line: "N passed, N failed".

Each suite counts its own cases: GoogleTest programs by their JSON report, pytest by its JUnit report.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from typing import Callable, NamedTuple

ROOT = Path(__file__).resolve().parents[2]
PYTHON = ROOT / ".deps/venv/bin/python"
PYTHON_QUERY = ROOT / ".deps/venv-query/bin/python"
REPORTS = Path(tempfile.mkdtemp(prefix="winterbaume-test-"))


class Count(NamedTuple):
    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def __add__(self, other: "Count") -> "Count":  # type: ignore[override]
        return Count(*(a + b for a, b in zip(self, other)))


def say(text: str) -> None:
    print(f"\033[1m==> {text}\033[0m", flush=True)


def run(command: list[str | Path], **environment: str) -> int:
    return subprocess.run([str(part) for part in command], cwd=ROOT, env={**os.environ, **environment}).returncode


def build(preset: str, *targets: str) -> None:
    if run(["./dev", "build", preset, *targets]) != 0:
        print("1 failed: the build")
        print("0 passed, 1 failed", flush=True)
        sys.exit(1)


def gtest_programs(preset: str) -> Count:
    total = Count()
    for program in sorted((ROOT / f"build/{preset}/bin").glob("*_test")):
        report = REPORTS / f"{preset}-{program.name}.json"
        say(f"{preset}/{program.name}")
        code = run([program, "--gtest_brief=1", f"--gtest_output=json:{report}"])
        if not report.exists():
            total += Count(failed=1)
            print(f"{program.name} ended with {code} and left no report", flush=True)
            continue
        result = json.loads(report.read_text())
        failed = result["failures"] + result["errors"]
        skipped = sum(case.get("result") == "SKIPPED" for suite in result["testsuites"] for case in suite["testsuite"])
        # A program that counts no failure and still fails (a leak, a race) is one.
        failed = failed or int(code != 0)
        total += Count(result["tests"] - failed - skipped - result["disabled"], failed, skipped)
    if total == Count():
        print(f"there is no test program in build/{preset}/bin", flush=True)
        return Count(failed=1)
    return total


def pytest(name: str, python: Path, *paths: str, **environment: str) -> Count:
    report = REPORTS / f"{name}.xml"
    say(name)
    code = run([python, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--junitxml={report}", *paths], **environment)
    if not report.exists():
        return Count(failed=1)
    passed = failed = skipped = 0
    for suite in ElementTree.parse(report).getroot().iter("testsuite"):
        bad = int(suite.get("failures", 0)) + int(suite.get("errors", 0))
        skipped += int(suite.get("skipped", 0))
        failed += bad
        passed += int(suite.get("tests", 0)) - bad - int(suite.get("skipped", 0))
    return Count(passed, failed or int(code != 0), skipped)


def server_environment() -> dict[str, str]:
    return {
        "WB_SERVER": str(ROOT / "build/release/bin/winterbaume"),
        "WB_AWS_CLI": str(ROOT / ".deps/venv/bin/aws"),
        "AWS_EC2_METADATA_DISABLED": "true",
    }


def unit() -> Count:
    return gtest_programs("release")


def tools() -> Count:
    return pytest("tools", PYTHON, "codegen", "tools")


def sdk() -> Count:
    return pytest("sdk, JSON protocol", PYTHON, "tests/sdk", **server_environment()) + pytest(
        "sdk, query protocol", PYTHON_QUERY, "tests/sdk", **server_environment()
    )


def cli() -> Count:
    return pytest("cli", PYTHON, "tests/cli", "--ignore=tests/cli/clients", **server_environment())


def clients() -> Count:
    if run(["bash", "-ec", "source tools/dev/common.sh; setup_debian deps/debian-clients.txt"]) != 0:
        return Count(failed=1)
    return pytest("clients", PYTHON, "tests/cli/clients", **server_environment())


def protocol() -> Count:
    return pytest("protocol", PYTHON, "tests/protocol", **server_environment())


def crash() -> Count:
    return pytest("crash", PYTHON, "tests/crash", **server_environment())


def consumer() -> Count:
    return pytest("consumer", PYTHON, "tests/consumer", **server_environment())


def sanitizer(preset: str) -> Callable[[], Count]:
    def suite() -> Count:
        build(preset)
        return gtest_programs(preset)

    return suite


def fuzz(seconds: int) -> Count:
    build("fuzz")
    total = Count()
    for program in sorted((ROOT / "build/fuzz/bin").glob("fuzz_*")):
        say(f"{program.name} for {seconds} s")
        corpus = ROOT / "build/fuzz/corpus" / program.name
        corpus.mkdir(parents=True, exist_ok=True)
        seeds = ROOT / "tests/fuzz/seeds" / program.name
        command: list[str | Path] = [program, f"-max_total_time={seconds}", "-print_final_stats=1", "-verbosity=0", corpus]
        code = run(command + ([seeds] if seeds.is_dir() else []))
        total += Count(passed=int(code == 0), failed=int(code != 0))
    return total


ALWAYS: dict[str, Callable[[], Count]] = {
    "unit": unit,
    "tools": tools,
    "protocol": protocol,
    "sdk": sdk,
    "cli": cli,
    "crash": crash,
    "consumer": consumer,
}
ON_REQUEST: dict[str, Callable[[], Count]] = {"asan": sanitizer("asan"), "tsan": sanitizer("tsan"), "clients": clients}
NEED_RELEASE = [*ALWAYS, "clients"]


def main(arguments: list[str]) -> int:
    suites: dict[str, Callable[[], Count]] = {}
    while arguments:
        name = arguments.pop(0)
        if name == "fuzz":
            seconds = int(arguments.pop(0)) if arguments and arguments[0].isdigit() else 60
            suites[name] = lambda seconds=seconds: fuzz(seconds)  # type: ignore[misc]
        elif name in ALWAYS or name in ON_REQUEST:
            suites[name] = (ALWAYS | ON_REQUEST)[name]
        else:
            print(f"./dev test: there is no suite '{name}'; there are: {' '.join([*ALWAYS, *ON_REQUEST, 'fuzz'])}")
            return 2
    if not suites:
        suites = dict(ALWAYS)
    if any(name in NEED_RELEASE for name in suites):
        build("release")
    total = Count()
    lines = []
    for name, suite in suites.items():
        started = time.monotonic()
        count = suite()
        total += count
        lines.append(f"{name:10} {count.passed:5} passed {count.failed:3} failed {count.skipped:3} skipped"
                     f" {time.monotonic() - started:6.1f} s")
    print("\n".join(["", *lines]))
    skipped = f", {total.skipped} skipped" if total.skipped else ""
    print(f"{total.passed} passed, {total.failed} failed{skipped}", flush=True)
    return 1 if total.failed or not total.passed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
