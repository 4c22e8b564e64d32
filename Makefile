PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
ARGS ?=

.DEFAULT_GOAL := help

help: ## show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

$(VENV)/.installed: requirements.lock pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing the pinned dependencies (a minute the first time) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

install: $(VENV)/.installed ## make .venv with the pinned dependencies

demo: install ## a sample company, asked and answering, in your terminal (ARGS=--once ends by itself)
	@$(BIN)/anpi demo $(ARGS)

serve: install ## the real thing: web and cycle in one process, settings from the environment
	@$(BIN)/anpi serve $(ARGS)

test: install ## every test (SQLite and PostgreSQL), under 3 minutes
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

bench: install ## speed and memory against the bare floor; writes bench/results.json
	@$(BIN)/python -m bench $(ARGS)

lock: install ## pin the dependencies of pyproject.toml anew
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --no-header --no-emit-index-url \
		--generate-hashes --extra dev pyproject.toml -o requirements.lock

.PHONY: help install demo serve test check format bench lock
