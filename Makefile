# Every command makes the environment it needs; a second call finds it ready.

VENV := .venv
BIN := $(VENV)/bin
PYTHONS := $(or $(PYTHON),python3.11 python3 python3.12 python3.13 python3.14)

# Each file is held to the hash in its lock file, and none runs code to be built.
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-input
LOCKED := $(INSTALL) --require-hashes --only-binary=:all:

# The newest versions that suit every supported platform and Python, and no address of an index.
COMPILE := $(BIN)/uv --no-config --quiet pip compile pyproject.toml --group build \
	--universal --python-version 3.11 --fork-strategy fewest --generate-hashes --no-strip-extras \
	--custom-compile-command "make lock"

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help plan test quick snapshots mutants lint format environment data datacheck raw formulation \
	readme lock upgrade clean

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

plan: $(VENV)/planner.stamp ## plan the reference question; prints the paths of what it wrote
	$(BIN)/planner run frontier

test: lint ## all linters, then all tests
	$(BIN)/pytest -q -n auto --dist loadfile --no-loadscope-reorder

quick: environment ## in under a minute: linters on what changed, and the tests nearest to it
	$(BIN)/python -m tools.quick $(if $(SINCE),--since $(SINCE))

snapshots: environment ## write what tests keep of plans and programmes anew; read what moved before you commit it
	RENEW_SNAPSHOTS=1 $(BIN)/pytest -q tests/words tests/formulation/test_uneven_worlds.py \
		tests/data/test_spoiled_tables.py

mutants: environment ## plant errors in the code, and print those that no test catches (COUNT=20 SEED=1)
	$(BIN)/python -m tools.mutate_code --count $(or $(COUNT),20) --seed $(or $(SEED),1) \
		$(if $(SUMMARY),--summary $(SUMMARY))

lint: environment ## style, types and the direction of imports
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

format: environment ## put the code into its one style
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

environment: $(VENV)/dev.stamp $(VENV)/planner.stamp ## .venv with the planner and the tools to work on it

data: environment ## derive datasets/ from the raw tables again, and list what moved (RAW=newer)
	$(BIN)/python -m tools.derive $(if $(RAW),--from $(RAW))

datacheck: environment ## name the rows of datasets/ that differ from their derivation
	$(BIN)/python -m tools.derive --check $(if $(RAW),--from $(RAW))

raw: environment ## take raw tables that may be passed on from a fuller folder (RAW=folder)
	$(BIN)/python -m tools.derive.collect $(or $(RAW),$(error name the folder: make raw RAW=folder))

formulation: $(VENV)/planner.stamp ## write models/FORMULATION.md from the docstrings
	$(BIN)/planner formulation > $(VENV)/FORMULATION.md
	mv $(VENV)/FORMULATION.md models/FORMULATION.md

readme: $(VENV)/planner.stamp ## write the reference plan's headline into the README
	$(BIN)/planner run frontier
	$(BIN)/python -m tools.headline outputs/frontier
	$(BIN)/python -m tools.truth outputs/frontier
	$(BIN)/planner map outputs/frontier --year 2030
	cp outputs/frontier/maps/us_2030.png docs/frontier_2030.png

lock: environment ## bring the lock files in line with pyproject.toml
	$(COMPILE) $(UPGRADE) --output-file requirements.lock
	$(COMPILE) $(UPGRADE) --output-file requirements-dev.lock --extra dev --constraint requirements.lock

upgrade: UPGRADE := --upgrade
upgrade: lock ## lock the newest versions of everything

clean: ## remove the environment and all caches; keeps outputs/
	rm -rf $(VENV) .benchmarks .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache dist
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# A changed lock file starts from an empty environment: a package that left the lock is gone, and
# an install that broke off leaves no stamp.
$(VENV)/runtime.stamp: requirements.lock
	@for python in $(PYTHONS); do \
		if "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
			if ! "$$python" -c 'import ensurepip, venv' 2>/dev/null; then \
				echo "$$python is there without its venv module: install it too" \
					"(python3-venv on Debian and Ubuntu)" >&2; \
				exit 1; \
			fi; \
			echo "making $(VENV) with $$("$$python" --version): 170 MB to fetch, about a minute"; \
			exec "$$python" -m venv --clear $(VENV); \
		fi; \
	done; \
	echo "Python 3.11 or newer is needed, and none of these is one: $(PYTHONS)." \
		"Install one, or name it: make PYTHON=/path/to/python3" >&2; \
	exit 1
	@$(LOCKED) --requirement $<
	@touch $@

$(VENV)/dev.stamp: requirements-dev.lock $(VENV)/runtime.stamp
	@echo "adding the tools for work on the planner"
	@$(LOCKED) --requirement $<
	@touch $@

$(VENV)/planner.stamp: pyproject.toml $(VENV)/runtime.stamp
	@$(INSTALL) --no-index --no-deps --no-build-isolation --editable .
	@touch $@
