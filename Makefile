# Every target does its own set-up: Python >= 3.11 and make are all it takes.
SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help report test test-all coverage wheel lab lint docs lock bench

PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3 python; do \
	command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' 2>/dev/null && echo $$p && break; done)
VENV := .venv
BIN := $(VENV)/bin
LOCKED := pyproject.toml requirements.lock
PIP_INSTALL = -m pip install --quiet --disable-pip-version-check -c requirements.lock

help:
	@echo "make report    the briefing of all scenarios, in Vietnamese and English -> reports/"
	@echo "make test      the tests that need only Python (under about 4 minutes)"
	@echo "make test-all  all tests; also needs LibreOffice, poppler and Chromium"
	@echo "make coverage  lines and branches reached by the quick tests and by the commands"
	@echo "make wheel     the package built, and tried in an empty environment"
	@echo "make lab       JupyterLab on notebooks/"
	@echo "make lint      style, types, direction of imports, dead code, requirements, notebooks free of output"
	@echo "make docs      figures and picture in README.md and docs/, schema.json, hashes of raw tables that changed"
	@echo "make lock      pin every dependency again"
	@echo "make bench     speed and memory against named peers"

# $(1): folder of the environment
define create_environment
	@test -n "$(PYTHON)" || { echo "clusterecon needs Python 3.11, 3.12 or 3.13: install python3.11 (Debian, Ubuntu: apt install python3.11 python3.11-venv)"; exit 1; }
	@test -x $(1)/bin/python && $(1)/bin/python -m pip --version >/dev/null 2>&1 || { echo "Creating $(1) with $$($(PYTHON) --version) ..."; \
		rm -rf $(1); $(PYTHON) -c 'import ensurepip' 2>/dev/null || { echo "Python's ensurepip is missing: install python3-venv (Debian, Ubuntu: apt install python3-venv)"; exit 1; }; \
		$(PYTHON) -m venv $(1); }
endef

$(VENV)/.stamp-office: $(LOCKED)
	$(call create_environment,$(VENV))
	@echo "Installing clusterecon and what it needs into $(VENV) (once; about a minute) ..."
	@$(BIN)/python $(PIP_INSTALL) -e '.[office]'
	@touch $@

# The group is written out first: the pip that comes with Python 3.11 does not know --group.
$(VENV)/.stamp-dev: $(VENV)/.stamp-office
	@echo "Installing the test tools into $(VENV) (once) ..."
	@$(BIN)/python -c 'import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["dependency-groups"]["dev"], sep="\n")' > $(VENV)/dev.txt
	@$(BIN)/python $(PIP_INSTALL) -e '.[office,scale]' -r $(VENV)/dev.txt
	@touch $@

.venv-lab/.stamp-lab: $(LOCKED)
	$(call create_environment,.venv-lab)
	@echo "Installing JupyterLab into .venv-lab (once) ..."
	@.venv-lab/bin/python $(PIP_INSTALL) -e '.[lab,office]'
	@touch $@

report: $(VENV)/.stamp-office
	@$(BIN)/clusterecon report briefing --lang vi
	@$(BIN)/clusterecon report briefing --lang en

test: $(VENV)/.stamp-dev
	@echo "Running the tests that need only Python ..."
	@$(BIN)/python -m pytest -n auto --dist loadfile -m "not slow and not system"

test-all: $(VENV)/.stamp-dev
	@echo "Running all tests ..."
	@CLUSTERECON_TEST_ALL=1 $(BIN)/python -m pytest -n auto --dist loadfile

lint: $(VENV)/.stamp-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/vulture
	$(BIN)/deptry .
	$(BIN)/nbstripout --verify --keep-id notebooks/*.ipynb

# Subprocesses, forks and kernels are measured as well; what a test kills leaves no data.
COVERAGE = PYTHONSTARTUP="$(CURDIR)/tests/coverage_kernels.py" COVERAGE_ROOT="$(CURDIR)" \
	COVERAGE_FILE="$(CURDIR)/$(VENV)/coverage/data" $(BIN)/coverage
coverage: $(VENV)/.stamp-dev
	@rm -rf $(VENV)/coverage && mkdir $(VENV)/coverage
	@echo "Running the quick tests, measured ..."
	@$(COVERAGE) run -m pytest -n auto --dist loadfile -m "not slow and not system"
	@echo "Running the commands, measured ..."
	@$(COVERAGE) run tests/manifest.py write $(VENV)/coverage/manifest.json
	@$(COVERAGE) combine --quiet && $(COVERAGE) report --sort=cover | awk 'NR == 1 || /^TOTAL/ || $$NF + 0 < 90'

# Old files under build/ would be put into the wheel.
wheel: $(VENV)/.stamp-office
	@echo "Building the package, and trying it in an empty environment ..."
	@folder=$$(mktemp -d) && trap 'rm -rf "$$folder" build' EXIT && rm -rf build && \
		$(BIN)/python -m pip wheel --quiet --disable-pip-version-check --no-deps --wheel-dir "$$folder" . && \
		$(BIN)/python -m venv "$$folder/empty" && "$$folder/empty/bin/python" $(PIP_INSTALL) "$$folder"/*.whl && \
		mkdir -p "$$folder/study/data" && cp -R scenarios notebooks "$$folder/study" && cp -R data/raw "$$folder/study/data" && \
		(cd "$$folder" && empty/bin/clusterecon simulate plan --root study --lang en)

lab: .venv-lab/.stamp-lab
	CLUSTERECON_ROOT="$(CURDIR)" .venv-lab/bin/jupyter lab --notebook-dir=notebooks

docs: $(VENV)/.stamp-office
	$(BIN)/python docs/generate.py --picture

# Not by way of the environment: that is installed from the lock to be made anew.
lock:
	$(call create_environment,$(VENV))
	@$(BIN)/python $(PIP_INSTALL) uv
	$(BIN)/uv pip compile pyproject.toml --all-extras --group dev --universal --python-version 3.11 --no-emit-index-url --no-emit-find-links --no-annotate --no-header --quiet -o requirements.lock

bench: $(VENV)/.stamp-dev
	@for b in benchmarks/bench_*.py; do echo "== $$b"; $(BIN)/python $$b || exit 1; done
