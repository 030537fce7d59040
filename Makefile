# Every chore of the project; `make help` lists them.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
ARGS ?=
.DEFAULT_GOAL := help
.PHONY: help setup tutorial test format lint types browser bench bench-check soak docs screenshots run clean

help: ## list the chores
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 22

$(VENV)/.ready: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	touch $@

# The official clients own the same package name as ours, so they live in environments of their own.
.venvs/official-%/.ready: tests/clients/official-%.txt
	$(PYTHON) -m venv .venvs/official-$*
	.venvs/official-$*/bin/python -m pip install --quiet --disable-pip-version-check -r $<
	touch $@

OFFICIAL := .venvs/official-3/.ready .venvs/official-4/.ready .venvs/official-cli/.ready

# A peer of the benchmarks; they leave it out where there is no npm.
PEERS := .venvs/oidc-provider/.ready

$(PEERS): benchmarks/oidc_provider/package.json
	mkdir -p $(@D) && cp $< $(@D)
	if command -v npm >/dev/null; then npm install --silent --no-fund --no-audit --prefix $(@D) && touch $@; fi

# The accessibility rules of the browser tests; npm is not needed.
AXE := .venvs/axe/.ready

$(AXE): tests/e2e/axe/package-lock.json tools/npm_packages.py $(VENV)/.ready
	$(BIN)/python -m tools.npm_packages $< $(@D)
	touch $@

setup: $(VENV)/.ready ## make the virtual environment

tutorial: $(VENV)/.ready ## the guided tour on your own machine (ARGS=--auto: nobody needed)
	$(BIN)/armillary tutorial $(ARGS)

run: $(VENV)/.ready ## start everything in the foreground (ARGS are those of `armillary up`)
	$(BIN)/armillary up $(ARGS)

test: $(VENV)/.ready $(OFFICIAL) $(AXE) lint types ## lint, types and every test
	$(BIN)/python -m pytest -m 'not soak' -n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder $(ARGS)

format: $(VENV)/.ready ## rewrite the code in the house format
	$(BIN)/ruff check --fix --quiet .
	$(BIN)/ruff format .

lint: $(VENV)/.ready ## formatting, lint rules and the direction of imports
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports --no-cache

types: $(VENV)/.ready ## mypy, strict, on everything; pyright, strict, on the client library
	$(BIN)/mypy
	$(BIN)/mypy tests benchmarks tools
	$(BIN)/pyright --project pyproject.toml

browser: ## install Debian's headless Chromium for the browser tests (needs root)
	@command -v chromium-headless-shell >/dev/null || \
	  { apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium-headless-shell; } || \
	  command -v chromium

bench: $(VENV)/.ready $(OFFICIAL) $(PEERS) ## measure against peers; ratios on the screen, JSON in benchmarks/results
	$(BIN)/python -m benchmarks $(ARGS)

bench-check: $(VENV)/.ready $(OFFICIAL) $(PEERS) ## the same, failing below the floors
	$(BIN)/python -m benchmarks --check $(ARGS)

soak: $(VENV)/.ready ## the long crash, scale and load runs
	$(BIN)/python -m pytest -m soak --timeout 7200 $(ARGS)

docs: $(VENV)/.ready ## write the reference anew; check the documents' links, commands and examples
	$(BIN)/python -m tools.reference
	$(BIN)/python -m pytest tests/docs $(ARGS)

screenshots: $(VENV)/.ready ## take the pictures of docs/console.md anew (needs Chromium)
	$(BIN)/python -m tools.screenshots

clean: ## remove what the other chores made
	rm -rf $(VENV) .venvs build .pytest_cache .mypy_cache .ruff_cache
