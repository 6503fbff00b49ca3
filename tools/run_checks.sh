#!/bin/sh
# Formatting, types and layers; stops at the first that complains.
set -eu
ruff check src tests tools
ruff format --check src tests tools
snakefmt --check Snakefile rules
mypy
lint-imports
