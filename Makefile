# The project's commands. Each first installs what it needs; see scripts/bootstrap.
SHELL := /bin/sh
BIN := .venv/bin
SOURCES := services/*/src deploy/local/src

.PHONY: help run demo test unit soak check format bench lock migration docs ready ready-for-tests

help:  ## this list
	@sed -n 's/^\([a-z-]*\):.*##  */make \1\t/p' Makefile | expand -t 18

run: ready  ## starts everything, plays the demonstration, stays up until Ctrl-C
	@exec $(BIN)/attain up --demo

demo: ready  ## the same, then stops; exit status 0 if every expected effect was seen
	@exec $(BIN)/attain up --demo --exit

test: ready-for-tests check  ## every check and every test, on all cores
	@$(BIN)/pytest -n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder

unit: ready  ## the tests that need no server, below a minute
	@$(BIN)/pytest -q -n auto --maxprocesses 4 tests/unit tests/contracts

soak: ready-for-tests  ## the reliability tests with their long repetitions
	@ATTAIN_SOAK=1 $(BIN)/pytest tests/reliability

check: ready  ## formatter, linter, types, import rules
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy $(SOURCES)
	@$(BIN)/lint-imports

format: ready  ## formats, and fixes what the linter can fix
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

bench: ready-for-tests  ## the benchmarks, as ratios against baselines measured beside them
	@PYTHONPATH=tests $(BIN)/python -m benchmarks

lock:  ## requirements.lock from requirements.in, exact versions with hashes
	@test -x .venv-tools/bin/uv || python3 -m venv .venv-tools
	@.venv-tools/bin/pip install --quiet --upgrade uv
	@.venv-tools/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-header --output-file requirements.lock requirements.in

migration: ready  ## a new migration: SERVICE=applications MESSAGE="why"
	@$(BIN)/python -m chassis.storage.make_migration "$(SERVICE)" "$(MESSAGE)"

docs: ready  ## writes deploy/rabbitmq/definitions.json, docs/asyncapi and docs/messages anew
	@$(BIN)/attain topology --write
	@mkdir -p docs/asyncapi
	@for service in schools applications notifications reporting; do \
		$(BIN)/$$service asyncapi > docs/asyncapi/$$service.json || exit 1; done
	@$(BIN)/notifications examples docs

ready:
	@scripts/bootstrap run

ready-for-tests:
	@scripts/bootstrap test
