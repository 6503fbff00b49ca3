#!/bin/sh
# Formatting, types, layers, and the links and lines of the docs; stops at the first that complains.
set -eu
ruff check src tests tools scripts docs
ruff format --check src tests tools scripts docs
snakefmt --check Snakefile rules
mypy
lint-imports
python -m tools.make_docs --check
python -m tools.line_width
