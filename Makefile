# Everything runs in .venv, made from this project's own files.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PLUGINS := $(wildcard plugins/*)

.PHONY: demo test lint format bench bench-quick clean record

$(VENV)/core: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable .
	@touch $@

$(VENV)/all: $(VENV)/core
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[test]'
	@touch $@

demo: $(VENV)/core ## build the starter corpus, load it back, prove every row
	$(BIN)/hum build
	$(BIN)/hum check build/hum
	$(BIN)/hum verify build/hum
	@echo
	$(BIN)/hum show build/hum --config mrc --where kind=compound
	@echo 'The corpus is in build/hum, its card is build/hum/README.md, its report build/hum/assets/report.md.'
	@echo 'Load it: load_dataset("build/hum", "mrc")'

test: $(VENV)/all lint ## install what the tests need and run all of them
	$(BIN)/python -m pytest

lint: $(VENV)/all ## format, types, layers
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --config pyproject.toml

format: $(VENV)/all ## put the code in shape
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench-quick: $(VENV)/all ## every benchmark, each under 50 seconds
	for script in benchmarks/*.py; do $(BIN)/python $$script --quick || exit 1; done

bench: $(VENV)/all ## every benchmark in full
	for script in benchmarks/*.py; do $(BIN)/python $$script || exit 1; done

record: $(VENV)/core ## make the generalist's recording again from its curriculum
	cd plugins/generalist && PYTHONPATH=. ../../$(BIN)/python record.py

clean: ## remove what was built; nothing that cannot be made again
	rm -rf build .hum $(VENV)
