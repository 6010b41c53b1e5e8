# Everything a newcomer needs. `make run` to use it, `make test` to change it.
SHELL := /bin/sh
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
ARGS ?=
# Two test workers for each core: half of the tests wait for a browser or a server. Each takes about 1 GB.
WORKERS := $(shell n=$$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2); echo $$((n < 8 ? 2 * n : n)))

.PHONY: help run test check install install-dev programs lint bench sbom lock
.DEFAULT_GOAL := help

help: ## list what can be made
	@sed -n 's/^\([a-z][a-z-]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 16

run: install $(if $(DATABASE_URL),,$(VENV)/.installed-demo) ## install, prepare and serve on http://127.0.0.1:8000 (PORT=… for another port)
	@exec $(BIN)/python -m factcheck.run

test: install-dev programs ## install and run every test, in parallel (ARGS="-k word" for some)
	@$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal $(ARGS)

check: install-dev ## in under a minute: what a change is most likely to break
	@$(BIN)/python -m tests.check $(ARGS)

install: $(VENV)/.installed ## install what runs

install-dev: $(VENV)/.installed-dev

lint: install-dev $(VENV)/.installed-biome ## linters, formats and types
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/djlint --check templates
	@$(BIN)/djlint --quiet --lint templates
	@$(BIN)/mypy
	@$(BIOME) check --config-path=tests/biome/rules.jsonc --error-on-warnings static/factcheck

bench: install-dev ## measure; prints ratios within one run
	@$(BIN)/python -m tests.benchmarks $(ARGS)

sbom: install ## a list of all packages that production installs, as CycloneDX, in sbom.json
	@$(BIN)/python tests/sbom.py requirements.txt > sbom.json

lock: install ## pin every package of pyproject.toml again, by version and hash
	@$(PIP) install --quiet uv==0.13.9
	@$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-annotate --no-header -q pyproject.toml -o requirements.txt
	@$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-annotate --no-header -q --group demo -c requirements.txt -o fixtures/requirements.txt
	@$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-annotate --no-header -q --group dev -c requirements.txt -o tests/requirements.txt

PIP = $(BIN)/python -m pip --disable-pip-version-check --no-input
INSTALL = $(PIP) install --quiet --require-hashes
NOT_INSTALLED = { echo "The packages could not be installed; the lines above say why. Is the package index within reach?" >&2; exit 1; }

# The stamp comes last: an environment that was interrupted half-way, or whose Python is gone, is made again.
$(VENV)/.installed: requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
	  { echo "Factcheck needs Python 3.11 or newer; install it, or name one: make run PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || \
	  { echo "Python’s venv module is missing; install it (on Debian and Ubuntu: apt install python3-venv) and try again." >&2; exit 1; }
	@[ -w . ] || { echo "This folder can’t be written to; copy Factcheck to one that can." >&2; exit 1; }
	@echo "Installing into $(VENV) …"
	@$(PIP) --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear $(VENV) || \
	  { echo "The environment $(VENV) could not be made; the lines above say why." >&2; exit 1; }
	@$(INSTALL) -r requirements.txt || $(NOT_INSTALLED)
	@touch $@

# A database of one's own: production has none of it.
$(VENV)/.installed-demo: $(VENV)/.installed fixtures/requirements.txt
	@$(INSTALL) -r fixtures/requirements.txt || $(NOT_INSTALLED)
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed-demo tests/requirements.txt
	@echo "Installing what tests and checks …"
	@$(INSTALL) -r tests/requirements.txt || $(NOT_INSTALLED)
	@touch $@

# Biome, which checks scripts and styles, comes from npm; it is installed beside the Python that checks the rest.
BIOME = $(VENV)/biome/node_modules/.bin/biome
$(VENV)/.installed-biome: $(VENV)/.installed tests/biome/package-lock.json
	@command -v node >/dev/null && command -v npm >/dev/null || \
	  { echo "Scripts and styles are checked by a program from npm; install Node.js with npm (on Debian and Ubuntu: apt install npm) and try again." >&2; exit 1; }
	@mkdir -p $(VENV)/biome && cp tests/biome/package.json tests/biome/package-lock.json $(VENV)/biome/
	@npm ci --prefix $(VENV)/biome --ignore-scripts --no-audit --no-fund --silent || \
	  { echo "Biome could not be installed from npm; is its registry within reach?" >&2; exit 1; }
	@touch $@

# What the tests open pages and files with, by the name of the program that is looked for. The Chromium without a window
# is the quick one; where it can't be had, any other does.
programs:
	@has() { for name in "$$@"; do command -v "$$name" >/dev/null && return; done; false; }; \
	may_install() { [ "$$(id -u)" = 0 ] && has apt-get; }; \
	install() { \
	  echo "Installing $$* …"; \
	  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$$@" >/dev/null; \
	}; \
	missing=""; \
	if [ -n "$$CHROMIUM" ]; then \
	  [ -x "$$CHROMIUM" ] || { echo "CHROMIUM is $$CHROMIUM, but there is no such program." >&2; exit 1; }; \
	elif ! has chromium-headless-shell; then \
	  { may_install && install chromium-headless-shell; } || has chromium chromium-browser google-chrome || missing="chromium"; \
	fi; \
	has soffice || missing="$${missing:+$$missing }libreoffice-writer-nogui libreoffice-calc-nogui"; \
	has pdftotext || missing="$${missing:+$$missing }poppler-utils"; \
	[ -n "$$missing" ] || exit 0; \
	if may_install; then \
	  install $$missing || { echo "They could not be installed; install $$missing and try again." >&2; exit 1; }; \
	else \
	  echo "The tests open pages and files in real programs; install $$missing and try again (CHROMIUM=… names another Chromium)." >&2; exit 1; \
	fi
