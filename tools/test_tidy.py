"""tidy.py finds what it is for, and leaves the rest alone."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
import tidy  # noqa: E402


@pytest.mark.parametrize(
    ("source", "included"),
    [
        ("core/clock.h", "http/request.h"),
        ("http/session.cc", "aws/error.h"),
        ("aws/dispatch.h", "services/sqs/sqs_types.h"),
        ("services/sqs/sqs_service.cc", "services/sts/sts_service.h"),
        ("services/sqs/sqs_service.cc", "http/server.h"),
        ("services/sqs/sqs_service.cc", "generated/sts/types.h"),
        ("services/sqs/sqs_service.cc", "engines/redis/redis_state_store.h"),
        ("emulator/emulator.cc", "engines/redis/redis_state_store.h"),
        ("emulator/emulator.cc", "server/config.h"),
    ],
)
def test_a_forbidden_include_is_found(source: str, included: str) -> None:
    assert tidy.check_include(source, included)


@pytest.mark.parametrize(
    ("source", "included"),
    [
        ("core/clock.cc", "core/clock.h"),
        ("services/sqs/sqs_service.cc", "generated/sqs/types.h"),
        ("services/dynamodb/streams/get_records.cc", "generated/dynamodbstreams/errors.h"),
        ("services/sqs/operations/send_message.cc", "services/sqs/sqs_backend.h"),
        ("services/sqs/sqs_service.cc", "http/request.h"),
        ("engines/redis/redis_sqs_backend.cc", "services/sqs/sqs_backend.h"),
        ("server/wiring.cc", "engines/redis/redis_state_store.h"),
        ("http/parser.cc", "llhttp.h"),
    ],
)
def test_an_allowed_include_passes(source: str, included: str) -> None:
    assert tidy.check_include(source, included) is None


@pytest.mark.parametrize(
    "text",
    [
        "auto t = std::chrono::system_clock::now();",
        "std::this_thread::sleep_for(1s);",
        "co_spawn(executor, work(), asio::detached);",
        "int x;  ",
        "// TO" + "DO later",
        "\n" * 501,
    ],
)
def test_a_broken_rule_is_found(text: str) -> None:
    assert list(tidy.check_text("src/services/sqs/x.cc", text))


def test_names_and_guards() -> None:
    assert list(tidy.check_file("src/core/string_utils.h", "#pragma once\n"))
    assert list(tidy.check_file("src/core/text.h", "int x;\n"))
    assert not list(tidy.check_file("src/core/text.h", "#pragma once\nint x;\n"))


def test_the_tree_keeps_the_rules() -> None:
    assert tidy.main() == 0
