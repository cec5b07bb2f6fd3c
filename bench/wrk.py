"""wrk against a server: requests, latencies, and what a request cost the server in CPU time."""

from __future__ import annotations

import os
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

from process import ROOT, Process

LUA = Path(__file__).parent / "lua"
WAKEFUL_CLIENT = ROOT / "build/release/bench/libwakeful_client.so"
UNITS = {"us": 1.0, "ms": 1e3, "s": 1e6, "m": 6e7}


@dataclass
class Load:
    name: str
    requests: int
    errors: int
    seconds: float
    cpu_seconds: float
    p50_us: float
    p99_us: float
    resident_bytes: int  # of the server when the load ended

    @property
    def per_second(self) -> float:
        return self.requests / self.seconds

    @property
    def cpu_us(self) -> float:
        return self.cpu_seconds / self.requests * 1e6

    @property
    def per_cpu_second(self) -> float:
        return self.requests / self.cpu_seconds


def microseconds(text: str) -> float:
    number, unit = re.fullmatch(r"([\d.]+)(us|ms|s|m)", text).groups()
    return float(number) * UNITS[unit]


def run(server: Process, name: str, path: str = "/", script: str = "", arguments: tuple[str, ...] = (), seconds: float = 4,
        connections: int = 32) -> Load:
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency"]
    if script:
        command += ["-s", str(LUA / script)]
    command += [server.url + path, *(["--", *arguments] if arguments else [])]
    before = server.cpu_seconds()
    wakeful = os.environ | {"LD_PRELOAD": str(WAKEFUL_CLIENT)}
    output = subprocess.run(command, capture_output=True, text=True, check=True, env=wakeful).stdout
    cpu = server.cpu_seconds() - before
    requests, took = re.search(r"(\d+) requests in ([\d.]+\w+)", output).groups()
    refused = re.search(r"Non-2xx or 3xx responses: (\d+)", output)
    broken = re.search(r"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)", output)
    errors = int(refused.group(1)) if refused else 0
    errors += sum(int(count) for count in broken.groups()) if broken else 0
    percentile = {share: microseconds(value) for share, value in re.findall(r"(50|99)%\s+([\d.]+\w+)", output)}
    return Load(name, int(requests), errors, microseconds(took) / 1e6, cpu, percentile["50"], percentile["99"],
                server.resident_bytes())


HEADER = f"{'':44}{'req/s':>9}{'p50 µs':>9}{'p99 µs':>9}{'CPU µs':>9}{'req/CPU s':>11}{'ratio':>8}{'MiB':>7}{'errors':>8}"


def row(load: Load, base: Load) -> str:
    return (f"{load.name:44}{load.per_second:9,.0f}{load.p50_us:9,.0f}{load.p99_us:9,.0f}{load.cpu_us:9.2f}"
            f"{load.per_cpu_second:11,.0f}{load.per_cpu_second / base.per_cpu_second:8.2f}{load.resident_bytes / 2**20:7.0f}{load.errors:8}")
