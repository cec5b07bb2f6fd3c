"""Servers under measurement: started on a free port, their CPU time and memory read from /proc."""

from __future__ import annotations

import contextlib
import http.client
import os
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SERVER = Path(os.environ.get("WB_SERVER", ROOT / "build/release/bin/winterbaume"))
TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")
PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")


class Process:
    """A running server."""

    def __init__(self, name: str, port: int, pids: list[int]):
        self.name = name
        self.port = port
        self.pids = pids

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def cpu_seconds(self) -> float:
        """User and system time of the process since it started (resolution: one tick, 10 ms)."""
        total = 0
        for pid in self.pids:
            fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
            total += int(fields[11]) + int(fields[12])
        return total / TICKS_A_SECOND

    def resident_bytes(self) -> int:
        return sum(int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE_BYTES for pid in self.pids)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(port: int, path: str) -> None:
    deadline = time.monotonic() + 10
    while True:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=1)
            connection.request("GET", path)
            connection.getresponse().read()
            return
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.01)


@contextlib.contextmanager
def winterbaume(*options: str, threads: int = 1) -> Iterator[Process]:
    port = free_port()
    command = [str(SERVER), "--port", str(port), "--threads", str(threads), "--log-level", "warn", *options]
    child = subprocess.Popen(command)
    try:
        wait_for(port, "/_winterbaume/health")
        yield Process("winterbaume", port, [child.pid])
    finally:
        child.terminate()
        child.wait(30)


NGINX = """
daemon off; worker_processes 1; pid {folder}/pid; error_log {folder}/error.log;
events {{ worker_connections 4096; }}
http {{
  access_log off; keepalive_requests 100000000; client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fcgi; uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  sendfile on;
  server {{
    listen 127.0.0.1:{port};
    location / {{ default_type application/json; return 200 '{{"status":"ok"}}'; }}
    location /files/ {{ alias {files}/; }}
  }}
}}
"""


@contextlib.contextmanager
def nginx(files: Path = Path("/var/empty")) -> Iterator[Process]:
    """nginx with one worker that answers a fixed 200, and below /files/ what that folder holds."""
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        configuration = Path(folder, "nginx.conf")
        configuration.write_text(NGINX.format(folder=folder, port=port, files=files))
        child = subprocess.Popen(["/usr/sbin/nginx", "-c", str(configuration), "-e", f"{folder}/error.log"])
        try:
            wait_for(port, "/")
            workers = subprocess.run(["pgrep", "-P", str(child.pid)], capture_output=True, text=True, check=True).stdout.split()
            yield Process("nginx", port, [int(pid) for pid in workers])
        finally:
            child.terminate()
            child.wait(10)
