"""What the tests of other people's clients share: a server, a bucket, and a folder of their own in .deps/clients.

Run by ./dev test clients, never by ./dev test: each client is installed by its own package manager, pinned, at its first use.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import uuid
from pathlib import Path

import boto3
import pytest
from botocore.config import Config

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parents[1])]

from client_rooms import ACCESS_KEY, CACHE, SECRET_KEY  # noqa: E402
from server_process import ServerProcess  # noqa: E402


@pytest.fixture(scope="session")
def endpoint():
    if "WB_ENDPOINT" in os.environ:
        yield os.environ["WB_ENDPOINT"]
        return
    server = ServerProcess()
    yield server.url
    server.stop()


@pytest.fixture(scope="session")
def s3(endpoint):
    return boto3.client(
        "s3",
        endpoint_url=endpoint,
        region_name="us-east-1",
        aws_access_key_id=ACCESS_KEY,
        aws_secret_access_key=SECRET_KEY,
        config=Config(s3={"addressing_style": "path"}),
    )


@pytest.fixture
def bucket(s3):
    name = f"wb-{uuid.uuid4().hex[:16]}"
    s3.create_bucket(Bucket=name)
    yield name
    for page in s3.get_paginator("list_objects_v2").paginate(Bucket=name):
        doomed = [{"Key": object["Key"]} for object in page.get("Contents", [])]
        if doomed:
            s3.delete_objects(Bucket=name, Delete={"Objects": doomed})
    s3.delete_bucket(Bucket=name)


@pytest.fixture(scope="session")
def environment(endpoint):
    """The environment of a client: credentials, no configuration of the machine's, no certificates of its proxies."""
    kept = {name: value for name, value in os.environ.items() if name not in ("AWS_CA_BUNDLE", "AWS_PROFILE")}
    return {
        **kept,
        "AWS_ACCESS_KEY_ID": ACCESS_KEY,
        "AWS_SECRET_ACCESS_KEY": SECRET_KEY,
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_REGION": "us-east-1",
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_PAGER": "",
        "S3_ENDPOINT": endpoint,
    }


@pytest.fixture(scope="session")
def run(environment):
    """run("rclone", "sync", …): runs a command and answers what it prints; fails with what it says."""

    def run(*command, cwd=None, timeout=600, **more):
        program = shutil.which(str(command[0]))
        assert program, f"{command[0]} is not installed"
        done = subprocess.run(
            [program, *map(str, command[1:])],
            env={**environment, **more},
            cwd=cwd,
            capture_output=True,
            text=True,
            timeout=timeout,
        )
        assert done.returncode == 0, f"{' '.join(map(str, command))}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    return run


@pytest.fixture
def workshop():
    """workshop("go"): a copy of that client's folder where it may build; what it has built before is still there."""

    def make(name):
        folder = CACHE / name
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copytree(HERE / name, folder, dirs_exist_ok=True)
        return folder

    return make


@pytest.fixture
def tree(tmp_path):
    """A folder of files of many sizes and odd names."""
    folder = tmp_path / "tree"
    for i in range(40):
        file = folder / f"dir {i % 4}/file-{i}.bin"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(os.urandom(i * 997))
    (folder / "ümläut & plus+.txt").write_text("text")
    (folder / "large.bin").write_bytes(os.urandom(20 << 20))
    return folder
