# Everything runs in .venv, made from this project's own files.
PYTHON ?= python3
VENV := .venv
# What pip installs is pinned, and by the second also what it builds with; before pip 25.3 the first is for both.
export PIP_CONSTRAINT := $(CURDIR)/constraints.txt
export PIP_BUILD_CONSTRAINT := $(CURDIR)/constraints.txt
BIN := $(VENV)/bin

.PHONY: campaign demo test lint format bench bench-quick route-pip route-uv clean record
.PHONY: release-due release-build release-check release-sums release-publish pr-check pr-summary

# What is released, and where: the dataset repository, the folder below build/ that is its mirror, and the recipe. The
# workflows set the first two; a test holds them against the recipe.
REPO ?= hum-hub/hum
NAME ?= hum
RECIPE ?= hum.toml
# What a pull request is compared with: what readers of the dataset have now.
BASE ?= main
FOLDER = build/$(NAME)
# The second is what macOS has.
SHA256SUM := $(shell command -v sha256sum || echo shasum -a 256)
# Where a step of a workflow says something to the jobs after it, and to people; on a laptop the terminal has it all.
OUTPUT = "$${GITHUB_OUTPUT:-/dev/null}"
SUMMARY = "$${GITHUB_STEP_SUMMARY:-/dev/null}"

$(VENV)/core: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/all: $(VENV)/core
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test]'
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
	$(BIN)/python -m pytest --numprocesses 2 --dist loadfile

campaign: $(VENV)/all ## what takes too long for every run: a fault at each request of a publish, by each kind
	HUM_CAMPAIGN=1 $(BIN)/python -m pytest tests/test_publish_campaign.py tests/test_publish_refusals.py

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
	$(VENV)-pip/bin/python -m pip install --quiet --disable-pip-version-check . ./plugins/*
	$(VENV)-pip/bin/hum build
	$(VENV)-pip/bin/hum verify build/hum

route-uv: ## the same with uv
	$(PYTHON) -m venv $(VENV)-uv
	$(VENV)-uv/bin/python -m pip install --quiet --disable-pip-version-check uv
	$(VENV)-uv/bin/uv run hum build
	$(VENV)-uv/bin/uv run hum verify build/hum

release-due: $(VENV)/core ## say whether the version of the recipe is still to be released
	@version=$$($(BIN)/python -c 'import sys, tomllib; print(tomllib.load(sys.stdin.buffer)["dataset"]["version"])' \
	  < "$(RECIPE)") || exit 1; \
	if $(BIN)/hf download "$(REPO)" SHA256SUMS --repo-type dataset --revision "v$$version" --local-dir build/.released \
	  > /dev/null 2>&1; then due=false; else due=true; fi; \
	echo "due=$$due" >> $(OUTPUT); echo "version $$version of $(REPO): due=$$due"

release-build: $(VENV)/core ## build the corpus from stored and recorded replies alone
	$(BIN)/hum build --offline --recipe "$(RECIPE)"

release-check: $(VENV)/core ## prove the build fit to publish, and every row of it
	$(BIN)/hum check "$(FOLDER)"
	$(BIN)/hum verify "$(FOLDER)"

release-sums: ## compare every file with its checksum; needs nothing installed and runs nothing of the project
	cd "$(FOLDER)" && $(SHA256SUM) --check --strict --quiet SHA256SUMS
	cd "$(FOLDER)" && test $$(find . -type f ! -path ./SHA256SUMS | wc -l) -eq $$(wc -l < SHA256SUMS)

release-publish: $(VENV)/core ## publish the build as one release, or finish a release that was begun
	@$(BIN)/hum publish "$(FOLDER)" --repo "$(REPO)" > build/.published; code=$$?; \
	cat build/.published; sed 's/^/    /' build/.published >> $(SUMMARY); exit $$code

pr-check: $(VENV)/core ## prove the build fit to publish, and the rows in files that the Hub has not
	$(BIN)/hum check "$(FOLDER)"
	@rm -rf build/.changed build/.base && mkdir -p build/.changed build/.base
	@$(BIN)/hf download "$(REPO)" SHA256SUMS --repo-type dataset --revision "$(BASE)" --local-dir build/.base \
	  > /dev/null 2>&1 || touch build/.base/SHA256SUMS
	@cp "$(FOLDER)/manifest.json" build/.changed
	@grep -vxFf build/.base/SHA256SUMS "$(FOLDER)/SHA256SUMS" | sed -n 's/^[0-9a-f]*  \(.*\.parquet\)$$/\1/p' \
	  | while read -r file; do mkdir -p "build/.changed/$${file%/*}" && cp "$(FOLDER)/$$file" "build/.changed/$$file"; done
	@if ls build/.changed/*/ > /dev/null 2>&1; then $(BIN)/hum verify build/.changed; \
	  else echo "no file of rows differs from $(REPO)@$(BASE)"; fi

pr-summary: $(VENV)/core ## what readers would get: the difference from what the Hub has, also as a job summary
	@COLUMNS=120 $(BIN)/hum diff "$(REPO)@$(BASE)" "$(FOLDER)" > build/.diff 2>&1 \
	  || echo "There is nothing to compare with: this would be the first release, or $(REPO)@$(BASE) cannot be read." \
	  >> build/.diff
	@cat build/.diff
	@{ echo "What changes for readers of $(REPO)"; echo; head -c 500000 build/.diff | sed 's/^/    /'; } >> $(SUMMARY)

record: $(VENV)/core ## make the generalist's recording again from its curriculum
	cd plugins/generalist && PYTHONPATH=. ../../$(BIN)/python record.py

clean: ## remove what was built; nothing that cannot be made again
	rm -rf build .hum $(VENV) $(VENV)-pip $(VENV)-uv
