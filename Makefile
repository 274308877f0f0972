# Two commands: `make run` and `make test`. Both set everything up first.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
HOST ?= 127.0.0.1
PORT ?= 8000
export LOTUSBLOEM_DATA ?= $(CURDIR)/data
# One a core: a browser that has to share its core with another shows late what a test looks for.
PROCESSES ?= $(shell cores=$$(nproc 2> /dev/null || echo 2); echo $$((cores < 4 ? cores : 4)))
STAMP := $(VENV)/.installed
TEST_STAMP := $(VENV)/.installed-for-tests

.PHONY: run test quick lint bench bench-clustering catalogues clean

run: $(STAMP)
	@exec $(BIN)/lotusbloem serve --host $(HOST) --port $(PORT)

test: $(TEST_STAMP)
	@deploy/test-programs.sh
	@$(MAKE) --no-print-directory lint
	@$(BIN)/python -m pytest -n $(PROCESSES) --dist loadfile --no-loadscope-reorder

# The rules of the domain; what files hold and how well texts are divided takes longer.
quick: $(TEST_STAMP) lint
	@$(BIN)/python -m pytest -n $(PROCESSES) --dist loadfile --no-loadscope-reorder -m "not slow and not browser" \
		$(addprefix --ignore tests/sessions/,exports archive clustering) tests/sessions tests/contracts

lint: $(TEST_STAMP)
	@$(BIN)/ruff check -q .
	@$(BIN)/ruff format -q --check .
	@$(BIN)/mypy --no-error-summary
	@$(BIN)/lint-imports > /tmp/lint-imports.$$$$ 2>&1 || { cat /tmp/lint-imports.$$$$; rm -f /tmp/lint-imports.$$$$; exit 1; }; rm -f /tmp/lint-imports.$$$$

# About ten minutes, on a machine that does nothing else.
bench: $(STAMP)
	@$(BIN)/python -m bench.hall --note bench/README.md

# How good a first proposal is, on labelled texts; BERTOPIC=path/to/python puts BERTopic beside it.
bench-clustering: $(STAMP)
	@$(BIN)/python -m bench.clustering_quality $(if $(BERTOPIC),--bertopic $(BERTOPIC))

catalogues: $(TEST_STAMP)
	@$(BIN)/python deploy/catalogues.py

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Lotusbloem needs Python 3.11 or newer.")'
	@$(PYTHON) -c 'import ensurepip' 2> /dev/null || deploy/python-venv.sh
	@$(PYTHON) -m venv $(VENV)

$(STAMP): requirements.lock pyproject.toml | $(VENV)/bin/python
	@echo "Installing Lotusbloem into $(VENV) ..."
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(TEST_STAMP): requirements-test.lock $(STAMP)
	@echo "Installing what the tests need ..."
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-test.lock
	@touch $@

clean:
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .import_linter_cache
