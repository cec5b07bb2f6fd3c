"""S3: small and large objects beside the bare answer, nginx and MD5; what listing costs; memory an object."""

from __future__ import annotations

import contextlib
import hashlib
import http.client
import os
import re
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

import process
import wrk

CREDENTIAL = "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=" + "0" * 64
HEADERS = {"Authorization": CREDENTIAL, "X-Amz-Content-Sha256": "UNSIGNED-PAYLOAD"}
LARGE = 64 << 20


def call(server: process.Process, method: str, path: str, body: bytes | None = None, **headers: str) -> bytes:
    connection = http.client.HTTPConnection("127.0.0.1", server.port)
    connection.request(method, path, body, HEADERS | headers)
    answer = connection.getresponse()
    content = answer.read()
    connection.close()
    if answer.status >= 300:
        raise RuntimeError(f"{method} {path}: {answer.status} {content[:300]!r}")
    return content


def peak_bytes(server: process.Process) -> int:
    status = Path(f"/proc/{server.pids[0]}/status").read_text()
    return int(re.search(r"VmHWM:\s+(\d+) kB", status).group(1)) * 1024


def reset_peak(server: process.Process) -> None:
    Path(f"/proc/{server.pids[0]}/clear_refs").write_text("5")


def small(rounds: int = 7) -> None:
    """GET and PUT of 1 KiB against the bare answer, in turn."""
    bare, get, put = [], [], []
    with process.winterbaume() as server:
        call(server, "PUT", "/bench")
        call(server, "PUT", "/bench/small", b"m" * 1024)
        for _ in range(rounds):
            bare.append(wrk.run(server, "bare answer (GET /_winterbaume/health)", "/_winterbaume/health", seconds=1))
            get.append(wrk.run(server, "GET of 1 KiB", "/bench/small", script="s3_request.lua", arguments=("GET", "0"), seconds=1))
            put.append(wrk.run(server, "PUT of 1 KiB", "/bench/put", script="s3_request.lua", arguments=("PUT", "1024"), seconds=1))
    print("\nS3, one server thread, 32 connections, in memory; ratios are requests per CPU-second against the bare answer")
    print(wrk.HEADER)
    for load, base in [*zip(bare, bare), *zip(get, bare), *zip(put, bare)]:
        print(wrk.row(load, base))
    for name, loads in (("GET of 1 KiB", get), ("PUT of 1 KiB", put)):
        ratios = sorted(load.per_cpu_second / base.per_cpu_second for load, base in zip(loads, bare))
        print(f"median: {name} against the bare answer {statistics.median(ratios):.2f} ({ratios[0]:.2f} to {ratios[-1]:.2f})")


def show_largest(folder: str) -> Path:
    """A folder that nginx's worker, who is nobody, can read, with a second name of the largest blob in it: the same file."""
    largest = max((p for p in Path(folder, "blobs").rglob("*") if p.is_file()), key=lambda p: p.stat().st_size)
    shown = Path(folder, "shown")
    shown.mkdir()
    os.link(largest, shown / "large")
    for readable in (folder, shown, shown / "large"):
        os.chmod(readable, 0o755)
    return shown


def large_get(rounds: int = 9) -> None:
    """GET of 64 MiB from a file system, against nginx that serves the same file by sendfile: in turn, a second each."""
    print("\nGET of 64 MiB from --vfs-dir, 4 connections; MB per CPU-second")
    rates: dict[str, list[float]] = {"winterbaume": [], "nginx": []}
    with contextlib.ExitStack() as running:
        folder = running.enter_context(tempfile.TemporaryDirectory(dir="/var/tmp"))
        server = running.enter_context(process.winterbaume("--vfs-dir", f"{folder}/blobs", "--vfs-fsync", "off"))
        call(server, "PUT", "/bench")
        call(server, "PUT", "/bench/large", os.urandom(LARGE))
        os.sync()
        peer = running.enter_context(process.nginx(files=show_largest(folder)))
        reset_peak(server)
        before = server.resident_bytes()
        for _ in range(rounds):
            load = wrk.run(server, "winterbaume", "/bench/large", "s3_request.lua", ("GET", "0"), seconds=1, connections=4)
            rates["winterbaume"].append(load.per_cpu_second * LARGE / 1e6)
            load = wrk.run(peer, "nginx", "/files/large", seconds=1, connections=4)
            rates["nginx"].append(load.per_cpu_second * LARGE / 1e6)
        extra = (peak_bytes(server) - before) / 2**20
    for name, found in rates.items():
        print(f"  {name:12}" + "".join(f"{rate:8,.0f}" for rate in found) + f"   median {statistics.median(found):,.0f}")
    ratios = [ours / theirs for ours, theirs in zip(rates["winterbaume"], rates["nginx"])]
    print(f"median ratio {statistics.median(ratios):.2f}; extra memory at 4 transfers {extra:.1f} MiB")


def md5_rate() -> float:
    """Bytes of MD5 per second of one core."""
    piece = os.urandom(1 << 20)
    digest = hashlib.md5()
    started = time.process_time()
    for _ in range(256):
        digest.update(piece)
    return 256 * len(piece) / (time.process_time() - started)


def large_put(rounds: int = 5, count: int = 4) -> None:
    """PUT of 64 MiB to a file system, against the machine's own MD5, in turn."""
    body = os.urandom(LARGE)
    for name, fsync in (("no fsync", "off"), ("fsync", "on")):
        per_cpu, by_clock, alone = [], [], []
        with contextlib.ExitStack() as running:
            folder = running.enter_context(tempfile.TemporaryDirectory(dir="/var/tmp"))
            server = running.enter_context(process.winterbaume("--vfs-dir", folder, "--vfs-fsync", fsync))
            call(server, "PUT", "/bench")
            call(server, "PUT", "/bench/large", body[: 1 << 20])
            reset_peak(server)
            resident = server.resident_bytes()
            for _ in range(rounds):
                alone.append(md5_rate())
                cpu, started = server.cpu_seconds(), time.monotonic()
                for _ in range(count):
                    call(server, "PUT", "/bench/large", body)
                by_clock.append(count * LARGE / (time.monotonic() - started))
                per_cpu.append(count * LARGE / (server.cpu_seconds() - cpu))
            extra = (peak_bytes(server) - resident) / 2**20
        print(f"\nPUT of 64 MiB to --vfs-dir, {name}, medians: {statistics.median(per_cpu) / 1e6:,.0f} MB per CPU-second,"
              f" {statistics.median(by_clock) / 1e6:,.0f} MB/s; MD5 alone {statistics.median(alone) / 1e6:,.0f} MB/s; ratio per CPU-second"
              f" {statistics.median(ours / md5 for ours, md5 in zip(per_cpu, alone)):.2f}, by the clock"
              f" {statistics.median(ours / md5 for ours, md5 in zip(by_clock, alone)):.2f}; extra memory {extra:.1f} MiB")


def is_there(server: process.Process, path: str) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", server.port)
    connection.request("HEAD", path, headers=HEADERS)
    status = connection.getresponse().status
    connection.close()
    return status == 200


def fill(server: process.Process, bucket: str, objects: int) -> None:
    """wrk runs until the last object is there: by itself it ends by the clock only."""
    command = ["wrk", "-t1", "-c32", "-d900s", "-s", str(wrk.LUA / "s3_fill.lua"), server.url, "--", f"/{bucket}", "0", str(objects)]
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    while child.poll() is None and not is_there(server, f"/{bucket}/object-{objects - 1:09}"):
        time.sleep(0.2)
    time.sleep(0.2)  # for those that were under way beside the last one
    child.kill()
    child.wait()


def page_milliseconds(server: process.Process, bucket: str, objects: int) -> float:
    """The median time of a page of 1,000 from the middle of the bucket, in milliseconds of the server's CPU."""
    path = f"/{bucket}?list-type=2&start-after=object-{objects // 2:09}"
    if call(server, "GET", path).count(b"<Contents>") != 1000:
        raise SystemExit("the page is not whole")
    times = []
    for _ in range(9):
        cpu = server.cpu_seconds()
        for _ in range(40):
            call(server, "GET", path)
        times.append((server.cpu_seconds() - cpu) / 40 * 1e3)
    return statistics.median(times)


def scale(few: int = 10_000, many: int = 1_000_000) -> None:
    with process.winterbaume() as server:
        call(server, "PUT", "/few")
        call(server, "PUT", "/many")
        fill(server, "few", few)
        before = server.resident_bytes()
        fill(server, "many", many)
        grown = server.resident_bytes() - before
        pages = page_milliseconds(server, "few", few), page_milliseconds(server, "many", many)
        print(f"\nListObjectsV2, a page of 1,000: {pages[0]:.2f} ms of CPU among {few:,} keys, {pages[1]:.2f} among {many:,}:"
              f" {pages[1] / pages[0]:.2f}")
        print(f"Memory: {grown / many:.0f} bytes an object of 100 bytes ({many:,} of them, in memory)")


def main() -> None:
    small()
    large_get()
    large_put()
    scale()


if __name__ == "__main__":
    main()
