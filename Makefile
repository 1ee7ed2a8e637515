# Everything runs in .venv, made from this project's own files.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test lint format bench bench-quick route-pip route-uv clean record

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

route-pip: ## install core and plugins with plain pip into an environment of its own, and build
	$(PYTHON) -m venv $(VENV)-pip
	$(VENV)-pip/bin/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt . ./plugins/*
	$(VENV)-pip/bin/hum build
	$(VENV)-pip/bin/hum verify build/hum

route-uv: ## the same with uv
	$(PYTHON) -m venv $(VENV)-uv
	$(VENV)-uv/bin/python -m pip install --quiet --disable-pip-version-check uv
	$(VENV)-uv/bin/uv run hum build
	$(VENV)-uv/bin/uv run hum verify build/hum

record: $(VENV)/core ## make the generalist's recording again from its curriculum
	cd plugins/generalist && PYTHONPATH=. ../../$(BIN)/python record.py

clean: ## remove what was built; nothing that cannot be made again
	rm -rf build .hum $(VENV) $(VENV)-pip $(VENV)-uv
