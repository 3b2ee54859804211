#!/bin/sh
# Sets up .venv and runs everything that must hold before a change lands:
# lint, format, types, generated files, import contract, tests.
set -eu
cd "$(dirname "$0")/.."
python=${PYTHON:-python3}
[ -x .venv/bin/python ] || "$python" -m venv .venv
.venv/bin/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
.venv/bin/ruff check
.venv/bin/ruff format --check
.venv/bin/mypy
.venv/bin/python scripts/generate.py --check
PATH="$PWD/.venv/bin:$PATH" python scripts/picture.py --check docs/output.svg klint check examples/shop/web.yaml
exec .venv/bin/python -m pytest "$@"
