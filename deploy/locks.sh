#!/usr/bin/env bash
# Writes the two lock files anew: every package with its version and the hashes of all its files.
set -euo pipefail
cd "$(dirname "$0")/.."
compile=(uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate)
"${compile[@]}" pyproject.toml deploy/build.in -o requirements.lock
"${compile[@]}" pyproject.toml deploy/build.in --extra test -c requirements.lock -o requirements-test.lock
