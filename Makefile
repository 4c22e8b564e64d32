PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
ARGS ?=

# Compiled code is kept: the tests start the program some forty times, and pytest compiles every test itself.
export PYTHONDONTWRITEBYTECODE :=

.DEFAULT_GOAL := help

help: ## show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-19s %s\n", $$1, $$2}'

$(VENV)/.installed: requirements.lock pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing the pinned dependencies (a minute the first time) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

install: $(VENV)/.installed ## make .venv with the pinned dependencies

# Copied into .venv, not linked: a changed file is installed anew.
PRODUCT = $(shell find app.py settings.py bot storage flows adapters sandbox -type f ! -name '*.pyc')

$(VENV)/.production: requirements.prod.lock pyproject.toml $(PRODUCT)
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing what the program needs to run …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.prod.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --force-reinstall .
	@touch $@

install-production: $(VENV)/.production ## make .venv for a server: pinned, without the developers' tools

demo: install ## a sample company, asked and answering, in your terminal (ARGS=--once ends by itself)
	@$(BIN)/anpi demo $(ARGS)

serve: $(if $(wildcard $(VENV)/.production),install-production,install) ## the real thing: web and cycle in one process, settings from the environment
	@$(BIN)/anpi serve $(ARGS)

test: install ## every test (SQLite and PostgreSQL), about six minutes on two cores
	@$(BIN)/python -m pytest $(ARGS)

check: install ## ruff, mypy, import contracts, house rules
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python -m pytest -n 0 tests/house

format: install ## let ruff put the layout right
	@$(BIN)/ruff check --fix-only --quiet .
	@$(BIN)/ruff format --quiet .

menus: install ## draw the pictures of the menu in LINE anew (Chromium, fonts-noto-cjk)
	@$(BIN)/python -m tests.support.draw_line_menus

bench: install ## speed and memory against the bare floor; writes bench/results.json
	@$(BIN)/python -m bench $(ARGS)

lock: install ## pin the dependencies of pyproject.toml anew
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --no-header --no-emit-index-url \
		--generate-hashes --extra dev pyproject.toml -o requirements.lock
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --no-header --no-emit-index-url \
		--generate-hashes --extra production --constraints requirements.lock pyproject.toml -o requirements.prod.lock

.PHONY: help install install-production demo serve test check format menus bench lock
