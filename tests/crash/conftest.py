"""What the fault tests share: servers of their own that keep their blobs in a folder, and what lies in that folder."""

from __future__ import annotations

import sys
from pathlib import Path

import boto3
import pytest
from botocore.config import Config

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from server_process import ServerProcess  # noqa: E402


class BlobServer(ServerProcess):
    """A server on --vfs-dir."""

    def __init__(self, folder: Path, *options: str) -> None:
        self.folder = folder
        super().__init__("--vfs-dir", str(folder), *options)

    def client(self):
        config = Config(retries={"max_attempts": 0}, s3={"addressing_style": "path"})
        keys = {"aws_access_key_id": "123456789012", "aws_secret_access_key": "secret"}
        return boto3.client("s3", endpoint_url=self.url, region_name="us-east-1", config=config, **keys)

    def files(self) -> list[Path]:
        """Blobs and temporary files: all that a write may leave behind."""
        return sorted(path for path in self.folder.rglob("*") if path.is_file())

    def kill(self) -> None:
        """SIGKILL, and no goodbye."""
        self.process.kill()
        self.process.wait(timeout=20)
        self.process.stderr.close()


@pytest.fixture
def start_server(tmp_path):
    """Starts servers that end with the test. `folder` of an earlier one starts it anew on what that one left."""
    started = []

    def start(*options, folder=None):
        server = BlobServer(folder or tmp_path / "blobs", *options)
        started.append(server)
        return server

    yield start
    for server in started:
        if server.process.poll() is None:
            server.stop()


@pytest.fixture
def server(start_server):
    return start_server("--vfs-fsync", "off")


@pytest.fixture
def s3(server):
    client = server.client()
    client.create_bucket(Bucket="photos")
    return client
