# reelmake: the commands of this checkout. `make` alone lists them.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
EPISODE ?= ep03
# Tests share nothing, so two workers take them as they come.
PYTEST := pytest -n 2 --dist worksteal
export PATH := $(CURDIR)/$(BIN):$(PATH)

.DEFAULT_GOAL := help
.PHONY: help setup setup-dev llm recall voices relink demo shell test unit check lint bench bench-feature bench-peers bench-canon fault spec docs regen pin-golden lock clean

help: ## list the commands
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

setup: ## install what the lock pins into .venv and link the profiles
	@$(PYTHON) tools/setup.py

setup-dev: ## the same, with what tests and checks need
	@$(PYTHON) tools/setup.py --dev

llm: ## set up, with a language model that writes in process (1.3 GB)
	@$(PYTHON) tools/setup.py --llm

recall: ## set up, with word vectors that recall earlier episodes (20 MB)
	@$(PYTHON) tools/setup.py --recall

voices: ## set up, with the voices of Kokoro, for voice.engine: kokoro (66 MB)
	@$(PYTHON) tools/setup.py --voices

relink: ## take over the profile links of another checkout
	@$(PYTHON) tools/setup.py --relink

demo: setup ## render episodes/ep03/render.mp4 of the example series
	snakemake --profile profiles/site-a episodes/$(EPISODE)/render.mp4
	@echo
	@echo "Here it is:  $(CURDIR)/episodes/$(EPISODE)/render.mp4"
	@echo "Next:        make shell, then change a line in story/$(EPISODE).fountain and run"
	@echo "             snakemake --profile site-a episodes/$(EPISODE)/render.mp4"

shell: setup ## a shell with reelmake and snakemake on the PATH
	@$${SHELL:-/bin/bash}

test: setup-dev ## everything: checks, units, workflow, golden, contract, short fault and bench runs
	tools/run_checks.sh
	$(PYTEST) tests

unit: setup-dev ## the fast tests
	$(PYTEST) tests/unit

check: setup-dev lint ## formatting, types, layers, links, units, a dry run
	$(PYTEST) tests/unit
	snakemake --profile profiles/ci -n --quiet all

lint: setup-dev ## formatting, types, layers, links of the docs
	tools/run_checks.sh

bench: setup-dev ## measure the budgets; results in bench/
	PYTHONPATH=tests:. python -m tests.bench.run

bench-feature: setup-dev ## measure a feature film of 120 pages: an hour or so
	PYTHONPATH=tests:. python -m tests.bench.run feature --out bench/feature.json

bench-peers: setup-dev ## install MoviePy beside, for the bench to compare with
	python -m venv --without-pip .venv-peers
	PYTHONPATH=$(wildcard third_party/pip-*.whl) .venv-peers/bin/python -m pip install --quiet --no-input \
	  --require-hashes --only-binary :all: -r requirements/peers.lock

bench-canon: setup-dev ## the contradiction suite: recall and false alarms by subtype
	PYTHONPATH=tests:. python -m tests.bench.canon

fault: setup-dev ## the slow sweeps of kills, full disks and damage
	pytest tests/fault --full-sweep --timeout 7200 -s

spec: setup-dev ## which requirements have a passing test
	pytest tests --spec-report -q

docs: setup-dev ## build the documentation site in build/docs, with strict links
	python -m tools.make_docs

regen: setup-dev ## generate schemas, references, profiles and pictures from the code
	python -m reelmake.documents.reference.schemas
	python -m reelmake.documents.reference.config
	python -m tools.make_reference
	python -m tools.make_code_map
	python -m tools.stage_table
	reelmake sites sync
	python tools/make_pictures.py

pin-golden: setup-dev ## write the golden render's new digests, for a change that is meant
	python tools/pin_golden.py

lock: ## resolve requirements/*.in again
	@command -v uv >/dev/null || { echo "uv is needed: pip install uv"; exit 1; }
	cd requirements && for name in build runtime voices dev peers; do \
	  uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links \
	    --custom-compile-command "make lock" $$name.in -o $$name.lock || exit 1; done; \
	for name in llm recall; do \
	  uv pip compile -q --universal --no-deps --python-version 3.11 --generate-hashes --no-emit-index-url \
	    --no-emit-find-links --custom-compile-command "make lock" $$name.in -o $$name.lock || exit 1; done

clean: ## remove everything that was built; the cache and the registry stay
	rm -rf build episodes season logs runs bench
