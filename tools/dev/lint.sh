#!/usr/bin/env bash
# ./dev lint: format, the house rules, shell syntax.
set -uo pipefail
cd "$(dirname "$0")/../.."
source tools/dev/common.sh
failures=0
check() { local what=$1; shift; if "$@"; then echo "lint: $what: fine"; else echo "lint: $what: FAILED"; failures=$((failures + 1)); fi; }

check_format() { sources | xargs clang-format-19 --dry-run --Werror; }
check_shell() { local f; for f in dev tools/dev/*.sh .ci/run; do bash -n "$f" || return 1; done; }

check "clang-format" check_format
check "include graph and house rules" .deps/venv/bin/python tools/tidy.py
check "shell syntax" check_shell
[ "$failures" = 0 ]
