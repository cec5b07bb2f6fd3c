"""What the CLI's tests share: a running server, and `aws` as a function."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import uuid
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from server_process import ServerProcess  # noqa: E402


@pytest.fixture(scope="session")
def endpoint():
    if "WB_ENDPOINT" in os.environ:
        yield os.environ["WB_ENDPOINT"]
        return
    server = ServerProcess()
    yield server.url
    server.stop()


class CommandFailed(Exception):
    pass


@pytest.fixture(scope="session")
def aws(endpoint):
    """aws("sqs", "create-queue", queue_name="q"): runs the command, answers what it prints, parsed."""
    program = os.environ.get("WB_AWS_CLI")
    if not program:
        pytest.skip("WB_AWS_CLI names no AWS CLI")
    environment = {
        **os.environ,
        "AWS_ACCESS_KEY_ID": "123456789012",
        "AWS_SECRET_ACCESS_KEY": "secret",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_PAGER": "",
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    }

    def run(service, command, **options):
        arguments = [program, "--endpoint-url", endpoint, service, command, "--output", "json"]
        for name, value in options.items():
            arguments.append("--" + name.replace("_", "-"))
            if isinstance(value, (list, tuple)):
                arguments += [str(item) for item in value]
            elif isinstance(value, dict):
                arguments.append(json.dumps(value))
            elif value is not True:
                arguments.append(str(value))
        done = subprocess.run(arguments, env=environment, capture_output=True, text=True, timeout=60)
        if done.returncode != 0:
            raise CommandFailed(done.stderr.strip())
        return json.loads(done.stdout) if done.stdout.strip() else {}

    return run


@pytest.fixture
def unique_name():
    return f"wb-{uuid.uuid4().hex[:16]}"
