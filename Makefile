# The one set of commands. `make help` lists them. Everything lands in .venv/ and .cache/ of this folder.
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help
.PHONY: help setup packages demo demo-influx test check check-style check-imports check-types check-tests docs docs-links audit bench bench-accuracy accuracy-plots campaign firmware flash avr-gcc parts lock clean wheel
SHELL := /bin/sh
# Two test workers on two cores: a second BLAS thread in each only spins.
export OPENBLAS_NUM_THREADS ?= 1

PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
DEPS := .venv/.deps-installed
STATION := .venv/.station-installed
# Real servers and terminals on few cores: whole files stay on one worker, so fixtures start once. Many tests wait
# for a step's own seconds, so there is one worker more than there are cores on the smallest machine.
PYTEST := $(BIN)/pytest -n 3 --dist loadfile --no-loadscope-reorder

help: ## list the commands
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 16

setup: $(STATION) packages ## prepare .venv/ and what the tests need
	@echo "ready: $(BIN)/station --help, make demo, make test"

$(DEPS): requirements/dev.lock
	@command -v $(PYTHON) >/dev/null || { echo "make: no $(PYTHON) here. Install Python 3.11 or newer, or say make PYTHON=/path/to/python3" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "make: $$($(PYTHON) --version) is too old. Install Python 3.11 or newer, or say make PYTHON=python3.11" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "make: $(PYTHON) cannot make virtual environments. On Debian: apt-get install python3-venv" >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(PIP) install --quiet --require-hashes -r requirements/dev.lock
	@touch $@

$(STATION): $(DEPS) pyproject.toml station/__init__.py
	$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

packages: # Debian's servers and compilers that tests use, where they are missing and may be had
	@tools/debian-packages .cache/debian

demo: $(STATION) ## a simulated step on the kiosk; without a terminal: one set, printed
	@$(BIN)/station demo

demo-influx: $(STATION) packages ## the demo against a real influxd that it starts itself
	@$(BIN)/python -m tools.demo_influx

wheel: $(DEPS) ## build what pipx, uv, pip and hardware/kiosk/install take: dist/heeldrop_station-*.whl
	@$(BIN)/python -m hatchling build -t wheel -d dist

test: setup ## all tests
	@$(PYTEST)

# Two at a time: types are looked through on one core while the tests use the other.
check: setup ## the one door, under three minutes on two cores: format, lint, types, imports, quick tests
	@start=$$(date +%s); $(MAKE) --no-print-directory -j 2 check-style check-imports check-types check-tests && \
		echo "checked in $$(( $$(date +%s) - start )) s; all tests: make test"

check-style: $(STATION)
	$(BIN)/ruff format --check --quiet .
	$(BIN)/ruff check --quiet .

check-imports: $(STATION)
	$(BIN)/lint-imports --no-cache
	$(BIN)/python -m tools.audit

check-types: $(STATION)
	$(BIN)/mypy

check-tests: $(STATION)
	$(PYTEST) --quiet -m quick

# Everything doubtful is an error: dead links and anchors, missing pictures, pages that no list names.
SITE := $(BIN)/sphinx-build --quiet --fresh-env --fail-on-warning --nitpicky --keep-going --conf-dir docs --doctree-dir .cache/site
docs: $(DEPS) ## build the site of these pages into build/site/
	@$(SITE) --builder html . build/site
	@echo "ready: build/site/index.html"

docs-links: $(DEPS) ## ask for every link of the pages that leads elsewhere; needs a network
	@$(SITE) --builder linkcheck . .cache/links

# pip-audit is only needed where its database can be reached, so it is not locked.
audit: setup ## look the locked packages up among known vulnerabilities; needs a network
	$(PIP) install --quiet pip-audit
	@$(BIN)/python -m tools.audit --advisories

bench: setup ## measure speed and cost on this machine, into docs/performance.md (PARTS="kiosk latency")
	@$(BIN)/python -m tools.bench $(PARTS)

SEEDS := 12
FIRST := 1
SECOND_FIRST := 1000
bench-accuracy: setup ## measure how accurate the station is (SEEDS=12 FIRST=1), into docs/accuracy.md
	@$(BIN)/python -m tools.accuracy --seeds $(SEEDS) --first $(FIRST) --second-first $(SECOND_FIRST) --out docs/accuracy.md

accuracy-plots: setup ## draw one rep of each scenario into docs/images/accuracy/
	@$(BIN)/python -m tools.accuracy.plot --all docs/images/accuracy

campaign: setup ## break everything a station depends on, count what is left, into docs/campaign.md (PARTS="kill-both soak")
	@$(BIN)/python -m tools.campaign $(addprefix --only ,$(PARTS))

firmware: avr-gcc ## build the step's firmware
	@$(MAKE) --no-print-directory -C hardware/firmware

flash: avr-gcc ## write it to a board (PORT=/dev/ttyUSB0 BOARD=uno|nano|nano-old CHANNELS=2 BAUD=115200)
	@test -n "$(PORT)" || { echo "make flash: say where the board is, as in make flash PORT=/dev/ttyUSB0; hardware/flashing.md says how to find it" >&2; exit 2; }
	@$(MAKE) --no-print-directory -C hardware/firmware flash

parts: $(DEPS) ## what a printer and a saw need to build a step, into hardware/enclosure/build/
	@$(BIN)/python -m tools.hardware hardware/enclosure/build

# Asked for its version, because a name on the path may still not run.
avr-gcc:
	@avr-gcc --version >/dev/null 2>&1 || tools/debian-packages .cache/debian firmware
	@avr-gcc --version >/dev/null 2>&1 || { echo "make: no avr-gcc here, which builds the step's firmware. On Debian: apt-get install gcc-avr avr-libc binutils-avr; elsewhere: hardware/flashing.md" >&2; exit 1; }

# uv is only needed to renew the locks, so it is not locked itself.
LOCK := $(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-annotate --no-header
lock: $(STATION) ## renew requirements/*.lock (versions and hashes only, no hosts)
	$(PIP) install --quiet uv
	$(LOCK) pyproject.toml --output-file requirements/runtime.lock
	$(LOCK) pyproject.toml --group dev --group docs --extra web --output-file requirements/dev.lock
	@! grep -nE '://|^--?(extra-|find-links|index)' requirements/*.lock

clean: ## remove what make made
	rm -rf hardware/firmware/build hardware/firmware/rp2040/build hardware/enclosure/build simulators/hx711/build
	rm -rf .venv .cache build dist .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . \( -name __pycache__ -o -name node_modules -o -name .mypy_cache \) -type d -prune -exec rm -rf {} +
