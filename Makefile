# `make` alone explains what there is. Every target sets up what it needs.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
# The first Python that is new enough; `make setup PYTHON=…` takes another.
PYTHON ?= $(shell for name in python3 python3.11 python3.12 python3.13 python3.14; do \
  $$name -c 'import sys; sys.exit(sys.version_info < (3, 11, 5))' 2>/dev/null && echo $$name && break; done)
export NO_MKDOCS_2_WARNING := 1
# More processes than the two cores that we count on: servers are waited for half of the time.
PARALLEL := --numprocesses 3 --dist loadgroup

# The environment is complete when this file is newer than the pins.
READY := $(VENV)/.ready

.PHONY: help setup python serve build test bench bench-smoke generators tools check fix outputs faults record lock clean

help: ## explain the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 16

setup: $(READY) ## make .venv with everything that the site and its tests need

$(READY): requirements.txt
	@if [ ! -x $(BIN)/python ]; then \
	  if [ -n "$(PYTHON)" ]; then $(PYTHON) -m venv $(VENV); else $(MAKE) --no-print-directory python; fi; fi
	@if [ ! -x $(BIN)/uv ]; then sed -n '/^uv==/,/^ *#/p' requirements.txt > $(VENV)/uv.txt; \
	  $(BIN)/python -m ensurepip --upgrade > /dev/null; \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r $(VENV)/uv.txt; fi
	@$(BIN)/uv pip sync --quiet --require-hashes --python $(BIN)/python requirements.txt
	@touch $@

python: # a Python of its own for a machine whose Python is too old
	@echo "No Python 3.11.5 or newer here; uv fetches one."
	@python3 -m venv $(VENV)-uv && $(VENV)-uv/bin/pip install --quiet uv
	@$(VENV)-uv/bin/uv venv --quiet --clear --seed --managed-python --python 3.11 $(VENV) || { \
	  echo "That failed. Install Python 3.11.5 or newer, or name one: make setup PYTHON=/path/to/python" >&2; exit 1; }

serve: $(READY) ## serve the site at http://127.0.0.1:8000/ and show edits as they are saved (PORT=…)
	@$(BIN)/mkdocs serve --dev-addr 127.0.0.1:$(PORT)

build: $(READY) ## build the site into site/; a failed build leaves the last one as it was
	@$(BIN)/mkdocs build --strict

test: $(READY) tools ## run every test (K=login for one topic; whatever pytest takes for -k)
	@$(BIN)/pytest $(PARALLEL) $(if $(K),-k '$(K)')

bench: $(READY) generators ## measure everything for publication, in less than an hour (RUN=… goes on with one that was stopped)
	@$(BIN)/python -m bench run $(if $(RUN),--resume '$(RUN)')

bench-smoke: $(READY) generators ## see within three minutes whether the benchmark works here
	@$(BIN)/python -m bench smoke

generators: # what the benchmark needs of the system: wrk
	@command -v wrk > /dev/null \
	  || { [ "$$(id -u)" = 0 ] && command -v apt-get > /dev/null && apt-get update -qq \
	    && apt-get install -qq -y --no-install-recommends wrk > /dev/null; } \
	  || { echo "wrk is not installed. Install it: apt-get install wrk, or brew install wrk." >&2; exit 1; }

tools: # what the tests need of the system: a Chromium, nginx, openssl, systemd-analyze, wrk
	@missing=""; \
	command -v chromium chromium-browser google-chrome > /dev/null || missing="chromium fonts-liberation"; \
	PATH="$$PATH:/usr/sbin:/sbin" command -v nginx > /dev/null || missing="$$missing nginx-light"; \
	command -v openssl > /dev/null || missing="$$missing openssl"; \
	command -v wrk > /dev/null || missing="$$missing wrk"; \
	command -v systemd-analyze > /dev/null || missing="$$missing systemd"; \
	[ -z "$$missing" ] || { [ "$$(id -u)" = 0 ] && command -v apt-get > /dev/null && apt-get update -qq \
	  && apt-get install -qq -y --no-install-recommends $$missing > /dev/null; } \
	  || { case "$$missing" in chromium*) $(BIN)/playwright install chromium;; *) false;; esac; } \
	  || echo "Not found, and not installed: $$missing. Tests that need one of these are left out." >&2

check: $(READY) ## say what is wrong with data, references, code style and types
	@$(BIN)/python -m fieldguide check
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy fieldguide macros.py bench

fix: $(READY) ## rewrite what a machine can mend; fails if it changed anything
	@$(BIN)/ruff check --quiet --fix . ; $(BIN)/ruff format --quiet .
	@$(BIN)/python -m fieldguide fix

outputs: $(READY) ## rewrite the outputs that pages show, from what contracts saw (K=… for one topic)
	@$(BIN)/pytest tests/snippets $(PARALLEL) --quiet --outputs $(if $(K),-k '$(K)')

faults: $(READY) ## break each snippet in turn and see whether its contract notices (K=… for some topics)
	@$(BIN)/python -m tests.snippets.seeded $(K)

record: $(READY) ## run all contracts and record in data/tested/ which versions they passed on
	@$(BIN)/pytest tests/snippets tests/traps tests/since $(PARALLEL) --quiet --record

lock: $(READY) ## bring the pinned dependencies up to date
	@$(BIN)/uv pip compile --upgrade --quiet --universal --python-version 3.11.5 --generate-hashes \
	  --no-header $(foreach group,snippets bench test,--group pyproject.toml:$(group)) pyproject.toml -o requirements.txt

clean: ## remove what builds and tests leave, but not the environment
	@rm -rf site .pytest_cache .mypy_cache .ruff_cache
