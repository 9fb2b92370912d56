# The one door: `make help` says what there is. Only Python 3.11 or newer has to be there already.

PYTHON ?= $(shell for name in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	command -v $$name >/dev/null 2>&1 && $$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& { echo $$name; break; }; done)
BIN := .venv/bin
SUITE ?= tests
PROCESSES ?= 2

.DEFAULT_GOAL := help
.PHONY: help run test lint types layers suite bench api upstream lock clean python

help: ## Say what there is
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 16

run: python ## Start the site on http://127.0.0.1:8000 (PORT=… for another port); Ctrl-C ends it
	@$(PYTHON) -m config.prepare run
	@exec $(BIN)/python -m config.supervise --end-with-parent

test: python ## Install what the tests need, then lint, types, layers and the whole suite
	@$(PYTHON) -m config.prepare test
	@$(MAKE) --no-print-directory lint types layers suite

lint: ## Ruff, over everything
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: ## mypy: strict in the engine, typed everywhere
	$(BIN)/mypy

layers: ## The direction of imports
	PYTHONPATH=. $(BIN)/lint-imports

suite: ## The tests (SUITE=tests/sandbox for some of them)
	$(BIN)/pytest -n $(PROCESSES) $(SUITE)

bench: ## How fast the engine is: medians for parse, admit, reconcile, judge
	$(BIN)/python -m sandbox.engine bench

api: ## Write docs/openapi.yaml anew
	$(BIN)/python manage.py spectacular --file docs/openapi.yaml --validate --fail-on-warn

upstream: ## Write the generated part of docs/upstream.md anew
	$(BIN)/python -m sandbox.engine upstream tests/corpus/cases docs/upstream.md

lock: ## Pin the newest versions that requirements/*.in allow, with hashes
	@for name in run dev node; do \
		$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-header \
			$$(test $$name = dev && echo --constraints requirements/run.txt) \
			requirements/$$name.in --output-file requirements/$$name.txt || exit 1; done

clean: ## Take away everything that make made, this installation's data included
	rm -rf .venv .kubedrill node_modules sandbox/static/sandbox/built .mypy_cache .ruff_cache .pytest_cache .hypothesis

python:
	@test -n "$(PYTHON)" || { echo "kubedrill: Python 3.11 or newer is needed and was not found" >&2; exit 1; }
