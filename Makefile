# `make help` lists what there is. Settings come from the environment: PORT, JIANLI_DATA, DATABASE_URL, …
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory
PY := .venv/bin/python
SOURCES := jianli_mediation mediators documents cases tests deploy manage.py

.PHONY: help setup setup-tests run test check lint types fmt bench demo-reset

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## make .venv and the system libraries ready, nothing else
	@deploy/setup

setup-tests:
	@deploy/setup --tests

run: setup ## start the whole system with the demo court, at http://127.0.0.1:$PORT (8000)
	@exec $(PY) manage.py serve

test: setup-tests ## run every test, browser tests included
	@$(PY) -m pytest -n 2 --dist loadgroup $(PYTEST_ARGS)

check: lint types ## style, types, floors, templates, deployment settings, missing migrations
	@$(PY) -m pytest -q tests/architecture
	@$(PY) manage.py makemigrations --check --dry-run
	@$(PY) -m pip check

lint: setup-tests ## ruff and djlint
	@$(PY) -m ruff check $(SOURCES)
	@$(PY) -m ruff format --check $(SOURCES)
	@$(PY) -m djlint --quiet --lint templates

types: setup-tests ## mypy
	@$(PY) -m mypy

fmt: setup-tests ## format the Python files
	@$(PY) -m ruff check --fix-only --quiet $(SOURCES)
	@$(PY) -m ruff format $(SOURCES)

bench: setup-tests ## query counts, plans and ratios
	@$(PY) -m pytest -m bench tests/bench

demo-reset: setup ## throw the demo court away and make it anew
	@$(PY) manage.py seed_demo --reset
