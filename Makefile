# Everything a developer or an operator starts from a checkout. `make help` lists it.

.DEFAULT_GOAL := help
.PHONY: help setup demo test check fmt lock dev faults leaks geodata screens

BIN := .venv/bin
ARGS ?=
# What needs no database: laws of the pure packages and the rules about the code itself.
QUICK = $(wildcard tests/architecture tests/separation tests/disclosure tests/test_errors.py \
	tests/*/test_model.py tests/*/test_rules.py tests/live/test_protocol.py)

help:
	@sed -n 's/^\([a-z]*\):.*## /  make \1	/p' Makefile

setup: ## install what the service needs (PostGIS by apt when missing, Python packages from the hashed lock, the pages)
	@scripts/setup run

demo: setup ## set up, then play the Libya pilot; ARGS="--once" passes options
	@exec $(BIN)/deconflict demo $(ARGS)

dev:
	@scripts/setup dev

test: dev ## set up for tests, then run the whole suite; ARGS="-k word" passes options
	@exec $(BIN)/python -m pytest -n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder $(ARGS)

check: dev ## formatter, ruff, mypy, import contracts, architecture and quick tests: under a minute
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/lint-imports
	@$(BIN)/mypy
	@$(BIN)/python -m pytest -q -n auto --maxprocesses 4 -m "not slow" $(QUICK)

faults: dev ## the long fault scripts: racing writers, kills, fuzzing, ladders, storms, restores, bad lines, wrong clocks; about an hour
	@$(BIN)/python tests/faults/races.py --operations 16000
	@$(BIN)/python tests/faults/kills.py --kills 20 --database-kills 5
	@$(BIN)/python tests/faults/fuzz.py --examples 100
	@$(BIN)/python tests/faults/escalation.py --alerts 20 --kills 6
	@$(BIN)/python tests/faults/storm.py --sockets 500 --alerts 40
	@$(BIN)/python tests/faults/restore.py --alerts 20
	@$(BIN)/python tests/faults/lines.py --cut 50
	@$(BIN)/python tests/faults/clocks.py --fixes 60

leaks: dev ## whether anything leaks: 20 000 pairs of worlds and every planted leak, for hours; ARGS="--examples 500"
	@$(BIN)/python tests/isolation/leaks.py $(ARGS)

screens: dev ## pictures of every page in both languages, to be looked at; ARGS="--out DIR"
	@$(BIN)/python tests/browser/screens.py $(ARGS)

fmt: dev ## format and fix what ruff can fix
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

geodata: ## install what `deconflict geodata` needs besides: the makers of tiles
	@scripts/setup geodata

lock: dev ## pin the dependencies again, with hashes and no registry's address; ARGS="--upgrade" takes newer ones
	@$(BIN)/uv pip compile --quiet --no-header --generate-hashes --python-version 3.11 $(ARGS) \
		--extra build pyproject.toml clients/python/pyproject.toml -o requirements.lock
	@$(BIN)/uv pip compile --quiet --no-header --generate-hashes --python-version 3.11 $(ARGS) \
		--constraint requirements.lock \
		--extra build --extra dev --extra apprise --extra geodata --no-emit-package taky \
		pyproject.toml clients/python/pyproject.toml requirements-source.in -o requirements-dev.lock
	@$(BIN)/uv pip compile --quiet --no-header --generate-hashes --python-version 3.11 $(ARGS) --no-deps \
		--constraint requirements-dev.lock --no-emit-package setuptools --no-emit-package setuptools-scm \
		requirements-source.in -o requirements-source.lock
	@$(BIN)/uv pip compile --quiet --no-header --generate-hashes --python-version 3.11 $(ARGS) \
		--constraint requirements-dev.lock \
		--extra build --extra geodata pyproject.toml clients/python/pyproject.toml -o requirements-geodata.lock
	@$(BIN)/uv pip compile --quiet --no-header --generate-hashes --python-version 3.11 $(ARGS) \
		requirements-node.in -o requirements-node.lock
