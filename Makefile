# Every target does its own set-up: Python >= 3.11 and make are all it takes.
SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help report test test-all lab lint lock bench

PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3 python; do \
	command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin
LOCKED := pyproject.toml requirements.lock
PIP_INSTALL = -m pip install --quiet --disable-pip-version-check -c requirements.lock

help:
	@echo "make report    the briefing of all scenarios, in Vietnamese and English -> reports/"
	@echo "make test      the tests that need only Python (under about 6 minutes)"
	@echo "make test-all  all tests; also needs LibreOffice, poppler and Chromium"
	@echo "make lab       JupyterLab on notebooks/"
	@echo "make lint      ruff, mypy, notebooks free of output"
	@echo "make lock      pin every dependency again"
	@echo "make bench     speed and memory against named peers"

# $(1): folder of the environment
define create_environment
	@test -n "$(PYTHON)" || { echo "clusterecon needs Python 3.11, 3.12 or 3.13: install python3.11 (Debian, Ubuntu: apt install python3.11 python3.11-venv)"; exit 1; }
	@test -x $(1)/bin/python && $(1)/bin/python -m pip --version >/dev/null 2>&1 || { echo "Creating $(1) with $$($(PYTHON) --version) ..."; \
		rm -rf $(1); $(PYTHON) -c 'import ensurepip' 2>/dev/null || { echo "Python's ensurepip is missing: install python3-venv (Debian, Ubuntu: apt install python3-venv)"; exit 1; }; \
		$(PYTHON) -m venv $(1); }
endef

.venv/.stamp-office: $(LOCKED)
	$(call create_environment,.venv)
	@echo "Installing clusterecon and what it needs into .venv (once; about a minute) ..."
	@$(BIN)/python $(PIP_INSTALL) -e '.[office]'
	@touch $@

.venv/.stamp-dev: .venv/.stamp-office
	@echo "Installing the test tools into .venv (once) ..."
	@$(BIN)/python $(PIP_INSTALL) -e '.[office,dev]'
	@touch $@

.venv-lab/.stamp-lab: $(LOCKED)
	$(call create_environment,.venv-lab)
	@echo "Installing JupyterLab into .venv-lab (once) ..."
	@.venv-lab/bin/python $(PIP_INSTALL) -e '.[lab,office]'
	@touch $@

report: .venv/.stamp-office
	@$(BIN)/clusterecon report briefing --lang vi
	@$(BIN)/clusterecon report briefing --lang en

test: .venv/.stamp-dev
	@echo "Running the tests that need only Python ..."
	@$(BIN)/python -m pytest -n auto --dist loadfile -m "not slow and not system"

test-all: .venv/.stamp-dev
	@echo "Running all tests ..."
	@CLUSTERECON_TEST_ALL=1 $(BIN)/python -m pytest -n auto --dist loadfile

lint: .venv/.stamp-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/nbstripout --verify --keep-id notebooks/*.ipynb

lab: .venv-lab/.stamp-lab
	CLUSTERECON_ROOT="$(CURDIR)" .venv-lab/bin/jupyter lab --notebook-dir=notebooks

# Not by way of the environment: that is installed from the lock to be made anew.
lock:
	$(call create_environment,.venv)
	@$(BIN)/python $(PIP_INSTALL) uv
	$(BIN)/uv pip compile pyproject.toml --all-extras --universal --python-version 3.11 --no-emit-index-url --no-emit-find-links --no-annotate --no-header --quiet -o requirements.lock

bench: .venv/.stamp-dev
	@for b in benchmarks/bench_*.py; do echo "== $$b"; $(BIN)/python $$b || exit 1; done
